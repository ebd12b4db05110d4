# __getattr__ and __call__ of a project class have effects; the object is called through a global name.
import time

from lockweave import concurrent

asked: dict[str, int] = {}


class Proxy:
    def __getattr__(self, name: str) -> "Proxy":
        seen = asked.get(name, 0)
        time.sleep(0)
        asked[name] = seen + 1
        return self

    def __call__(self, name: str) -> int:
        seen = asked.get(name, 0)
        time.sleep(0)
        asked[name] = seen + 1
        return seen


proxy = Proxy()


@concurrent
def work() -> None:
    proxy.users.first("call")


def main() -> None:
    for future in [work() for _ in range(100)]:
        future.result()
    assert asked == {"users": 100, "first": 100, "call": 100}, asked
    print(sorted(asked))
