# PEP 701: the same quotes, comments and line breaks inside an f-string that reads shared state.
import time

from lockweave import concurrent

table: dict[str, int] = {"n": 0}


@concurrent
def work() -> str:
    seen = table["n"]
    time.sleep(0)
    table["n"] = seen + 1
    return f"n={table["n"]} {"".join(
        str(value)  # a comment
        for value in table.values()
    )}"


def main() -> None:
    texts = {future.result() for future in [work() for _ in range(100)]}
    assert len(texts) == 100 and table["n"] == 100
    print(f"{table["n"]}")
