# A guarded while inside a guarded while, both with else: break and continue belong to the right loop.
import time

from lockweave import concurrent

outer = [3]
inner = [0]


@concurrent
def feed() -> None:
    size = inner[0]
    time.sleep(0)
    inner[0] = size + 2


def spin() -> list:
    trace = []
    while outer[0] > 0:
        outer[0] -= 1
        while inner[0] > 0:
            inner[0] -= 1
            if inner[0] == 7:
                break
            if inner[0] % 2:
                continue
            trace.append("even")
        else:
            trace.append("empty")
            continue
        trace.append("broke")
    else:
        trace.append("end")
    return trace


def main() -> None:
    for future in [feed() for _ in range(5)]:
        future.result()
    print(spin())
