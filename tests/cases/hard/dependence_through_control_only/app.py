# No data flows from `state` to `owner`, only control: the write of owner rests on the read of state.
import time

from lockweave import concurrent

state = "free"
owners: list[int] = []


@concurrent
def claim(n: int) -> bool:
    global state
    won = False
    if state == "free":
        won = True
    time.sleep(0)
    if won:
        state = "taken"
        owners.append(n)
    return won


def claim_here(n: int) -> bool:
    global state
    won = state == "free"
    time.sleep(0)
    if won:
        owners.append(n)
        state = "taken"
    return won


def main() -> None:
    futures = [claim(n) for n in range(50)]
    mine = claim_here(-1)
    won = mine + sum(future.result() for future in futures)
    assert won == len(owners) == 1, owners
    print(state)
