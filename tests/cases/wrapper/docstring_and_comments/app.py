# The docstring goes to the wrapper; comments above the def, in the signature and in the body stay where they belong.
import time

from lockweave import concurrent

total = 0


# Adds a weight.
@concurrent  # in a thread
# A comment between decorator and def.
def add(
    n: int,  # the weight
    twice: bool = False,  # count it twice
) -> int:  # the new total
    # A comment before the docstring.
    """Add `n` to the total.

    Twice, if asked to.
    """
    # Now the real work.
    global total
    weight = n * 2 if twice else n  # local
    seen = total  # read under the lock
    time.sleep(0)
    # Between read and write.
    total = seen + weight
    return total
    # A comment after the last statement.


# A comment after the function.


def main() -> None:
    for future in [add(1, twice=i % 2 == 0) for i in range(100)]:
        future.result()
    assert total == 150, total
    print(add.__name__, (add.__doc__ or "").splitlines()[0])
