# A class that inherits a plain method in the place of a concurrent one; who gives a future without a word of it is no plain one.
from lockweave import concurrent

seen = []


class Plain:
    def go(self) -> int:
        return 1

    def start(self):
        return self.begin()

    @concurrent
    def begin(self) -> int:
        seen.append("b")
        return 2


class Threaded:
    @concurrent
    def go(self) -> int:
        seen.append("t")
        return 3


class Both(Plain, Threaded):
    pass


class Mine(Plain, Threaded):
    def go(self) -> int:
        return 4


class Starts(Plain):
    @concurrent
    def start(self) -> int:
        seen.append("s")
        return 5


def main() -> None:
    print(Both().go(), Threaded().go().result(), Mine().go())
    print(Starts().start().result(), Plain().start().result(), sorted(seen))


if __name__ == "__main__":
    main()
