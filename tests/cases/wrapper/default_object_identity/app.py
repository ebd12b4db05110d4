# A sentinel default keeps its identity through wrapper and body.
import time

from lockweave import concurrent

MISSING = object()
lookups = 0
table = {"a": None, "b": 2}


@concurrent
def look(key: str, default: object = MISSING) -> object:
    global lookups
    seen = lookups
    time.sleep(0)
    lookups = seen + 1
    if key in table:
        return table[key]
    if default is MISSING:
        raise KeyError(key)
    return default


def main() -> None:
    print(look("a").result(), look("b", 0).result(), look("c", 7).result())
    try:
        look("c").result()
    except KeyError as error:
        print("no", error)
    assert lookups == 4
