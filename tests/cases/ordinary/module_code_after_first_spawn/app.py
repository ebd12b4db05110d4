# Module-level statements before the spawn stay bare; those after it are guarded, the f-string and the loop too.
import time

from lockweave import concurrent

total = 0
names: list[str] = []
names.append("start")
total += 1


@concurrent
def add(name: str) -> None:
    global total
    n = total
    time.sleep(0)
    total = n + 1
    names.append(name)


futures = [add(f"n{i}") for i in range(50)]
total += 1
names.append("end")
summary = f"{total > 0} {'start' in names}"
for future in futures:
    future.result()
final = total, len(names)


def main() -> None:
    assert final == (52, 52), final
    print(summary, final)
