# `if connection is None: connection = connect()` is one section with connect inside: it runs once.
import time
from typing import Optional

from lockweave import concurrent

connection: Optional[str] = None
opened = 0


def connect() -> str:
    global opened
    count = opened
    time.sleep(0)
    opened = count + 1
    return f"connection {opened}"


def get_connection() -> str:
    global connection
    if connection is None:
        connection = connect()
    return connection


@concurrent
def query(n: int) -> str:
    return f"{n} on {get_connection()}"


def main() -> None:
    futures = [query(i) for i in range(100)]
    get_connection()
    answers = [future.result() for future in futures]
    assert opened == 1, opened
    print(answers[0], answers[-1])
