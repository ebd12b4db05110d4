import records
from lockweave import concurrent


@concurrent
def make(name: str) -> int:
    return len(records.Record(name).name)


def main() -> None:
    print([future.result() for future in [make(name) for name in ("a", "bb")]])
    print(sorted(records.created))
