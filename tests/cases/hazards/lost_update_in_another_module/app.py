# The state is another module's; bodies and ordinary code reach it there.
import state
from lockweave import concurrent


@concurrent
def add(n: int) -> None:
    state.total += n
    state.note(n)


def main() -> None:
    futures = [add(n) for n in range(10)]
    state.total += 100
    for future in futures:
        future.result()
    print(state.total, sorted(state.seen))
