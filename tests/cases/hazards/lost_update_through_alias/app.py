# Bodies change the table by another name than ordinary code does.
from lockweave import concurrent

table: dict[str, int] = {}
same = table


@concurrent
def count(word: str) -> None:
    words = same
    words[word] = words.get(word, 0) + 1


def main() -> None:
    futures = [count(word) for word in "abcab"]
    table["a"] = table.get("a", 0) + 1
    for future in futures:
        future.result()
    print(sorted(table.items()))
