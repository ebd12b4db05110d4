# A thread of its own for each call, named and flagged as said.
import threading

from lockweave import concurrent

seen: list[str] = []


@concurrent(name="pulse", daemon=True)
def beat(n: int) -> None:
    seen.append(threading.current_thread().name)


def overlap_main() -> None:
    for future in [beat(n) for n in range(5)]:
        future.result()
    print(sorted(set(seen)), len(seen))
