# Lines that got shorter or longer by weaving are laid out as black does.
from lockweave import concurrent

latest = ""
counts: dict = {}


@concurrent
def remember_under_a_rather_long_name(a: dict, b: str) -> dict:
    global latest
    latest = b
    counts[b] = 1
    return {}


def main() -> None:
    value = (
        remember_under_a_rather_long_name({}, "the end")
        .result()
        .get(latest, counts.get("some key that is long", 1))
    )
    print(value)
    while (
        latest != "end" and len(counts) < 1000 and "some other long text" not in counts
    ):
        remember_under_a_rather_long_name({}, "end").result()
    print(
        sorted(counts), remember_under_a_rather_long_name(counts.copy(), "e").result()
    )
