# Twelve levels of blocks around the one access: the section covers the outermost loop in the `if`, not the def.
import contextlib
import time

from lockweave import concurrent

total = 0


@concurrent
def dig(n: int) -> None:
    global total
    if n:
        for _ in range(1):
            while n:
                try:
                    with contextlib.nullcontext(n) as source:
                        if source:
                            for _ in "a":
                                try:
                                    if n > 0:
                                        while True:
                                            if n:
                                                seen = total
                                                time.sleep(0)
                                                total = seen + n
                                            break
                                finally:
                                    n = 0
                finally:
                    n = 0


def main() -> None:
    for future in [dig(1) for _ in range(50)]:
        future.result()
    assert total == 50, total
    print(total)
