# Only a docstring: the body must still have a statement.
from lockweave import concurrent


@concurrent
def ping() -> None:
    """Do nothing, in a thread."""


def main() -> None:
    print(ping().result(), ping.__doc__)
