"""Results that bodies put into a dictionary of their caller's, and a count that they keep in a closure.

The dictionary is a local variable of `render_all`, which hands it to every body; the count is one that the bodies capture, so its
lock is made where the variable is.
"""

import time
from typing import Dict, List

from lockweave import concurrent


@concurrent
def render(name: str, results: Dict[str, str]) -> None:
    """Make one thumbnail, which is slow, and keep it."""
    time.sleep(0.0005)
    small = name.replace(".png", "-small.png")
    results[name] = small
    results["latest"] = max(results.get("latest", ""), small)


def render_all(names: List[str]) -> Dict[str, str]:
    """Thumbnails of all pictures."""
    results: Dict[str, str] = {}
    pixels = 0

    @concurrent
    def measure(name: str) -> None:
        """Count the pixels of one picture."""
        nonlocal pixels
        size = len(name) ** 2
        pixels += size

    futures = [render(name, results) for name in names] + [measure(name) for name in names]
    for future in futures:
        future.result()
    print(f"{pixels} pixels")
    return results


def main() -> None:
    thumbnails = render_all([f"picture-{number}.png" for number in range(40)])
    print(f"{len(thumbnails)} entries, the latest is {thumbnails['latest']}")


if __name__ == "__main__":
    main()
