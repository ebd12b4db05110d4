# Making an object changes the class: the constructor call is a write.
import time

from lockweave import concurrent


class Ticket:
    made = 0

    def __init__(self) -> None:
        seen = Ticket.made
        time.sleep(0)
        Ticket.made = seen + 1
        self.number = seen + 1


@concurrent
def issue() -> int:
    return Ticket().number


def main() -> None:
    numbers = sorted(future.result() for future in [issue() for _ in range(200)])
    assert numbers == list(range(1, 201))
    print(Ticket.made)
