# The name vanishes inside the section and comes back: nobody may look meanwhile.
import time

from lockweave import concurrent

token = "t0"
turn = 0


@concurrent
def renew() -> str:
    global token, turn
    old = token
    del token
    time.sleep(0)
    turn += 1
    token = f"t{turn}"
    return old


@concurrent
def look() -> str:
    try:
        return token[0]
    except NameError:
        return "none"


def main() -> None:
    futures = [renew() if n % 2 else look() for n in range(200)]
    texts = [future.result() for future in futures]
    assert "none" not in texts and turn == 100, turn
    print(token)
