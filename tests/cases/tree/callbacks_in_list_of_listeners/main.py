import audit
import events
from lockweave import concurrent


@concurrent
def work(n):
    events.announce(f"done {n}")


def main():
    for future in [work(n) for n in range(3)]:
        future.result()
    print(sorted(audit.lines))
