# A line length of 60: the submit call and the def wrap earlier.
import time

from lockweave import concurrent

parcels: dict[str, int] = {}


@concurrent
def send(country: str, weight: int, *, insured: bool = False) -> int:
    seen = parcels.get(country, 0)
    time.sleep(0)
    parcels[country] = seen + weight + insured
    return seen


def main() -> None:
    for future in [send("nl", 1, insured=True) for _ in range(50)]:
        future.result()
    assert parcels == {"nl": 100}, parcels
    print(parcels)
