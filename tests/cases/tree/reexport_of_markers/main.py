from pkg import parallel, section

total = 0
largest = 0


@parallel
def add(n):
    global total, largest
    with section:
        total += n
    with section:
        largest = max(largest, n)


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(total, largest)
