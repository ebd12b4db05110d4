from lockweave import concurrent
from pkg import state
from pkg.tally import bump


def forward(word: str) -> None:
    bump(word.strip())


@concurrent
def record(word: str) -> None:
    forward(word)


def main() -> None:
    for future in [record(word) for word in ("a", " bb", "ccc ")]:
        future.result()
    print(state.total)
