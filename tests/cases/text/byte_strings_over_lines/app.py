# Byte strings and adjacent literals over lines in the section.
import time

from lockweave import concurrent

blobs: list[bytes] = []


@concurrent
def add() -> bytes:
    size = len(blobs)
    time.sleep(0)
    blobs.append(
        b"""one
 two"""
      b"three"
        + bytes([size])
    )
    return blobs[-1]


def main() -> None:
    assert len({future.result() for future in [add() for _ in range(100)]}) == 100
    print(blobs[0])
