# Each elif test is evaluated only if the earlier ones failed, and all see their own guard.
import time

from lockweave import concurrent

level = 0
checks: list[str] = []


@concurrent
def raise_level() -> None:
    global level
    seen = level
    time.sleep(0)
    level = seen + 1


def check(name: str) -> int:
    checks.append(name)
    return 0


def grade() -> str:
    if level > 80 + check("high"):
        return "high"
    elif level > 40 + check("mid"):
        return "mid"
    elif level > 5 + check("low"):
        return "low"
    else:
        return "none"


def main() -> None:
    for future in [raise_level() for _ in range(50)]:
        future.result()
    print(grade(), checks)
    assert checks == ["high", "mid"], checks
