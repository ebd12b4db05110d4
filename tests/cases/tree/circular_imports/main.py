import left
import right


def main():
    futures = [left.add(n) for n in range(5)] + [right.subtract(n) for n in range(4)]
    print(sum(future.result() for future in futures))
    print(left.total, right.total)
