import pkg
import pkg.state
from pkg.work import add


def main() -> None:
    futures = [add(1) for _ in range(50)]
    for future in futures:
        future.result()
    print(pkg.state.total, pkg._locks)


if __name__ == "__main__":
    main()
