"""Methods that displays, subscripts and `raise` run."""
from lockweave import concurrent

hashed = indexed = subscribed = raised = 0


class Key:
    def __hash__(self) -> int:
        global hashed
        hashed += 1
        return 1

    def __eq__(self, other: object) -> bool:
        return True

    def __index__(self) -> int:
        global indexed
        indexed += 1
        return 0

    def __class_getitem__(cls, item: object) -> None:
        global subscribed
        subscribed += 1


class Failed(Exception):
    def __init__(self, *details: object) -> None:
        global raised
        raised += 1


@concurrent
def show() -> int:
    return len({Key()}) + len({Key(): 1})


@concurrent
def subscribe() -> int:
    Key[int]
    return [1, 2][Key()]


@concurrent
def fail() -> None:
    try:
        raise Failed
    except Failed:
        pass


def main() -> None:
    for future in [show() for _ in range(3)] + [subscribe() for _ in range(3)]:
        future.result()
    for failed in [fail() for _ in range(3)]:
        failed.result()
    print(hashed, indexed, subscribed, raised)


if __name__ == "__main__":
    main()
