from compat import VERSION, concurrent

seen = []


@concurrent
def see(n):
    seen.append(n + VERSION)


def main():
    see(1).result()
    see(2).result()
    print(seen)
