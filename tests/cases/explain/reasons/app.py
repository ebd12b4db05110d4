import logging
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Dict, List

from lockweave import concurrent

log = logging.getLogger(__name__)
jobs: "queue.Queue[str]" = queue.Queue()
guard = threading.Lock()
pool = ThreadPoolExecutor(2)

LIMIT = 10
PREFIXES = ["a", "b"]
SETTINGS: Dict[str, int] = {}
SETTINGS["retries"] = 3
title = "nobody reads this in a body"

counted = 0
guarded: List[str] = []
far = 0


class Page:
    width = 80


@concurrent
def work(name: str) -> int:
    global counted
    log.info("working on %s", name)
    jobs.put(name)
    if len(name) > LIMIT or name[0] not in PREFIXES:
        return SETTINGS["retries"] + Page.width
    counted += 1
    with guard:
        guarded.append(name)
    return 0


@concurrent(executor=pool)
def away(number: int) -> int:
    return number * 2


def main() -> None:
    print(title, work("a").result(), away(4).result(), counted)
    with guard:
        print(guarded)
