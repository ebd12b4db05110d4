# `import concurrent.futures` binds `concurrent` to the library: not a marker, nothing is woven.
import concurrent.futures

total = 0


def add(n: int) -> int:
    return total + n


def main() -> None:
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        print(sorted(pool.map(add, range(5))))
