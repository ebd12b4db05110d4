# Membership test and store in ordinary code are one section.
import time

from lockweave import concurrent

seats: dict[int, str] = {}


@concurrent
def book(seat: int, who: str) -> bool:
    if seat in seats:
        return False
    time.sleep(0)
    seats[seat] = who
    return True


def book_here(seat: int, who: str) -> bool:
    if seat not in seats:
        time.sleep(0)
        seats[seat] = who
        return True
    return False


def main() -> None:
    won = 0
    futures = []
    for seat in range(60):
        futures.append(book(seat, "web"))
        futures.append(book(seat, "phone"))
        won += book_here(seat, "desk")
    won += sum(future.result() for future in futures)
    assert won == 60, won
    print(won)
