# The other name is bound to a copy, which nobody changes any more.
from lockweave import concurrent

table: dict[str, int] = {"a": 1}
frozen = dict(table)


@concurrent
def look(word: str) -> int:
    words = frozen
    return words.get(word, 0)


def main() -> None:
    print([future.result() for future in [look(word) for word in "ab"]])
