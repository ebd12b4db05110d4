"""What is counted."""

total = 0
LIMIT = 1000


def add(amount: int) -> None:
    global total
    if total + amount <= LIMIT:
        total += amount
