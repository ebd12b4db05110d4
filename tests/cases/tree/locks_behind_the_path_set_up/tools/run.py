# The import of the locks works only behind the line that makes the others work.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src"))

from shop import state
from shop.core import add


def main() -> None:
    futures = [add(1) for _ in range(50)]
    for future in futures:
        future.result()
    state.total += 1
    print(state.total)


if __name__ == "__main__":
    main()
