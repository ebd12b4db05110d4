# on_error="raise" isn't offered: LW102.
from lockweave import concurrent


@concurrent(on_error="raise")
def risky() -> int:
    return 1
