"""Remember the results of an expensive function, whoever asks for them.

The table is looked up and filled by a helper; the computation between the two is made under no lock.
"""

from typing import Dict, Optional

from lockweave import concurrent

known: Dict[int, int] = {1: 1}
computed = 0


def lookup(n: int) -> Optional[int]:
    """The length for `n`, if somebody has found it."""
    return known.get(n)


def remember(n: int, length: int) -> None:
    """Keep a length."""
    global computed
    known[n] = length
    computed += 1


def collatz_length(n: int) -> int:
    """How many steps it takes from `n` down to 1, counting both ends. Pure, and slow on purpose."""
    length = 1
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        length += 1
    return length


@concurrent(unlocked=("known",))
def length_of(n: int) -> int:
    """The length for `n`, computed at most once in a while.

    `known` only grows, and a number has one length: to compute it twice is a waste, but no error.
    """
    found = lookup(n)
    if found is not None:
        return found
    length = collatz_length(n)
    remember(n, length)
    return length


def main() -> None:
    numbers = [n for n in range(1, 120)] * 2
    lengths = [future.result() for future in [length_of(n) for n in numbers]]

    longest = max(lengths)
    print(f"longest: {numbers[lengths.index(longest)]} takes {longest}")
    print(f"{len(known)} lengths known")
    assert lengths == [collatz_length(n) for n in numbers]
    assert computed >= len(known) - 1


if __name__ == "__main__":
    main()
