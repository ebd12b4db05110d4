# `wait_for` works in a module that has no transparent function, under any name, and as a value.
import lockweave
from lockweave import concurrent
from lockweave import wait_for as wait

import pages
from tools import first, later

wait_for = "somebody else's"


@concurrent
def count(urls: "list[str]") -> int:
    loaded = [pages.load(url) for url in urls]
    return sum(len(page) for page in map(wait, loaded))


def show(text: "str" = wait(pages.load("default"))) -> str:
    return text


def main() -> None:
    print(count(["a", "bb"]).result(), first(["x", "y"]), later("z"), wait_for)
    print(lockweave.wait_for(pages.load("q")) is None, wait(5), show())


if __name__ == "__main__":
    main()
