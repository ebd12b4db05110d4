# Imported, the module starts a body and waits for it, while the body imports.
from lockweave import concurrent

total = 0


@concurrent
def work(n: int) -> int:
    global total
    import json

    total += len(json.dumps(n))
    return total


first = work(1).result()


def main() -> None:
    print(first, total)
