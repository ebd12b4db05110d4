# The other module's state is constant.
import state
from lockweave import concurrent


@concurrent
def check(n: int) -> bool:
    return state.fits(n) and state.limit > 0


def main() -> None:
    print([future.result() for future in [check(n) for n in range(5)]])
