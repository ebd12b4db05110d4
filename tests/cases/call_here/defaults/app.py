# What a call leaves to a default that is a constant or a name, the body's own default gives.
from lockweave import call_here, concurrent

LIMIT = 3


@concurrent
def take(text: str, limit: int = LIMIT, *, end: str = "", step: int = -1, seen: object = None) -> str:
    return text[:limit][::step] + end + str(seen)


@concurrent
def whole(text: str, more: list[str] = []) -> str:
    return text + str(len(more))


def main() -> None:
    print(call_here(take, "abcdef"), call_here(take, "abcdef", 2, end="."))
    print(call_here(whole, "x", []), call_here(whole, more=["a"], text="y"))
