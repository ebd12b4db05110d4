# Captured, but nobody changes it after the spawn: silent.
from lockweave import concurrent


def scale(values: "tuple[int, ...]", factor: int) -> "list[int]":
    @concurrent
    def times(i: int) -> int:
        return values[i] * factor

    return [future.result() for future in [times(i) for i in range(len(values))]]


def main() -> None:
    print(scale((1, 2, 3), 4))
