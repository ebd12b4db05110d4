# The user vouches for `db`: no lock for it, no warning; `hits` is locked as ever.
import time

from lockweave import concurrent


class Database:
    def __init__(self) -> None:
        self.rows: list[int] = []

    def insert(self, n: int) -> None:
        self.rows.append(n)


db = Database()
hits = 0


@concurrent(unlocked=("db",))
def record(n: int) -> None:
    global hits
    db.insert(n)
    seen = hits
    time.sleep(0)
    hits = seen + 1


def main() -> None:
    for future in [record(n) for n in range(100)]:
        future.result()
    assert hits == 100 and len(db.rows) == 100
    print(hits)
