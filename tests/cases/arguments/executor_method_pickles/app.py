# A method for a process executor: its body is reached by class name and one underscore, so that it pickles.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)


class Shape:
    def __init__(self, sides: int) -> None:
        self.sides = sides

    @concurrent(executor=pool)
    def angles(self) -> int:
        return (self.sides - 2) * 180


def main() -> None:
    print([future.result() for future in [Shape(n).angles() for n in (3, 4, 5)]])
