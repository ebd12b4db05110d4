# context=True: the body sees the caller's contextvar.
import contextvars
import time

from lockweave import concurrent

user = contextvars.ContextVar("user", default="nobody")
seen: list[str] = []


@concurrent(context=True)
def audit(action: str) -> None:
    line = f"{user.get()} {action}"
    time.sleep(0)
    seen.append(line)


def main() -> None:
    futures = []
    for name in ("ann", "bob"):
        token = user.set(name)
        futures.append(audit("login"))
        user.reset(token)
    for future in futures:
        future.result()
    assert sorted(seen) == ["ann login", "bob login"], seen
    print(sorted(seen))
