"""One warning tells of all that leaves at one place."""
from lockweave import concurrent

rows = []
names = []


@concurrent
def add(n):
    rows.append(n)
    names.append(str(n))


def keep(where):
    where.append((rows, names))


def main():
    kept = []
    add(1).result()
    keep(kept)
    print(rows, names)


if __name__ == "__main__":
    main()
