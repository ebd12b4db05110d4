# context= takes True or False as written, not a string: LW102.
from lockweave import concurrent


@concurrent(context="yes")
def audit() -> int:
    return 1
