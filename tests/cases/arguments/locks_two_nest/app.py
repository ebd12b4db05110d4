# Two locks of the user's, each of which may fail to be acquired: acquire / try nests, in one order for both bodies.
import threading
import time

from lockweave import concurrent

left_lock = threading.RLock()
right_lock = threading.RLock()
left = 500
right = 500


@concurrent(locks={"left": left_lock, "right": right_lock})
def move() -> None:
    global left, right
    n = left
    time.sleep(0)
    left = n - 1
    right += 1


@concurrent(locks={"right": right_lock, "left": left_lock})
def move_back() -> None:
    global left, right
    n = right
    time.sleep(0)
    right = n - 1
    left += 1


def main() -> None:
    futures = [move() if i % 2 else move_back() for i in range(200)]
    for future in futures:
        future.result()
    assert left + right == 1000 and left == 500, (left, right)
    print(left, right)
