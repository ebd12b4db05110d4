# `match` on a shared dict is held whole, guards and branches included, in ordinary code too.
import time

from lockweave import concurrent

state: dict[str, int] = {"n": 0}


@concurrent
def bump() -> None:
    seen = state["n"]
    time.sleep(0)
    state["n"] = seen + 1


def step() -> str:
    match state:
        case {"n": n} if n >= 0:
            time.sleep(0)
            state["n"] = n + 1
            return "stepped"
        case _:
            return "lost"


def main() -> None:
    futures = []
    for _ in range(100):
        futures.append(bump())
        assert step() == "stepped"
    for future in futures:
        future.result()
    assert state["n"] == 200, state
    print(state)
