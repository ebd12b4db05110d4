"""An object that only a body has is finalized in its thread."""
import gc

from lockweave import concurrent

closed = 0


class Handle:
    def __init__(self, n: int) -> None:
        self.n = n

    def close(self) -> None:
        global closed
        closed += self.n
        self.n = 0

    def __del__(self) -> None:
        self.close()


@concurrent
def use(n: int) -> int:
    handle = Handle(n)
    return handle.n


def main() -> None:
    for future in [use(n) for n in range(5)]:
        future.result()
    gc.collect()
    print(closed)


if __name__ == "__main__":
    main()
