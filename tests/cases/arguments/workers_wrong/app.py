# zero, a string and a negative number are no bound: LW102 three times.
from lockweave import concurrent


@concurrent(workers=0)
def first() -> int:
    return 1


@concurrent(workers="four")
def second() -> int:
    return 2


@concurrent(workers=-1)
def third() -> int:
    return 3
