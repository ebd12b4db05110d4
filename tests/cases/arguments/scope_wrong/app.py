# scope="function" is no scope: LW102 at the value, "body" as help.
from lockweave import concurrent


@concurrent(scope="function")
def row() -> int:
    return 1
