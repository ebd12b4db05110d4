"""Members of an enumeration are instances of it."""
import enum

from lockweave import concurrent

used = 0
combined = 0
missed = 0
looked = 0


class Colour(enum.Enum):
    RED = 1
    BLUE = 2

    def use(self) -> None:
        global used
        used += 1

    @property
    def light(self) -> bool:
        global looked
        looked += 1
        return self is Colour.RED

    @classmethod
    def _missing_(cls, value: object) -> "Colour":
        global missed
        missed += 1
        return cls.RED


class Mode(enum.IntFlag):
    READ = 1
    WRITE = 2

    def use(self) -> None:
        global combined
        combined += 1


def use_any(member):
    member.use()


@concurrent
def work(n: int) -> None:
    (Colour.RED if n % 2 else Colour.BLUE).use()
    use_any(Colour.RED)
    (Mode.READ | Mode.WRITE).use()


@concurrent
def look(n: int) -> bool:
    return Colour(n + 3).light


def main() -> None:
    for future in [work(n) for n in range(5)]:
        future.result()
    for looked_up in [look(n) for n in range(5)]:
        looked_up.result()
    print(used, combined, missed, looked)


if __name__ == "__main__":
    main()
