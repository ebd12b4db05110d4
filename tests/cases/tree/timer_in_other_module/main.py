import timers
from lockweave import concurrent


@concurrent
def look():
    return len(timers.fired) >= 0


def main():
    timer = timers.after("a")
    print(look().result())
    timer.join()
    print(timers.fired)
