# The submit call is longer than a line: laid out as black and ruff format would.
import time

from lockweave import concurrent

shipments: dict[str, int] = {}


@concurrent
def register_shipment(
    identification: str,
    destination_country: str,
    weight_in_grams: int,
    *,
    insured: bool = False,
    requires_signature: bool = False,
) -> int:
    weight = weight_in_grams + 100 * insured + 10 * requires_signature
    seen = shipments.get(destination_country, 0)
    time.sleep(0)
    shipments[destination_country] = seen + weight
    return seen


def main() -> None:
    futures = [register_shipment(f"s{n}", "nl", 1, insured=True) for n in range(100)]
    for future in futures:
        future.result()
    assert shipments == {"nl": 10100}, shipments
    print(shipments)
