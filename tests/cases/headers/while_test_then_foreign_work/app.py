# Ordinary `while` whose body doesn't touch the location: only the test is guarded; else runs on a false test alone.
import time

from lockweave import concurrent

running = 0


@concurrent
def job(n: int) -> None:
    global running
    seen = running
    time.sleep(0)
    running = seen + 1


def watch(goal: int) -> str:
    rounds = 0
    while running < goal:
        rounds += 1
        if rounds > 1_000_000:
            break
        if rounds % 2:
            continue
        time.sleep(0.0001)
    else:
        return "reached"
    return "gave up"


def main() -> None:
    futures = [job(n) for n in range(50)]
    print(watch(50))
    for future in futures:
        future.result()
    assert running == 50
