# Library containers are known by kind; reading a missing key of a defaultdict is a write.
import time
from collections import Counter, OrderedDict, defaultdict, deque

from lockweave import concurrent

words: "Counter[str]" = Counter()
places: "defaultdict[str, list[int]]" = defaultdict(list)
recent: "deque[str]" = deque(maxlen=3)
order: "OrderedDict[str, int]" = OrderedDict()


@concurrent
def note(word: str) -> None:
    seen = words[word]
    size = len(places[word])
    time.sleep(0)
    words[word] = seen + 1
    places[word].append(size)
    recent.appendleft(word)
    order[word] = seen
    order.move_to_end(word)


def main() -> None:
    for future in [note("ab"[i % 2]) for i in range(200)]:
        future.result()
    assert words == {"a": 100, "b": 100}, words
    assert places["a"] == list(range(100))
    print(sorted(words.items()), len(recent))
