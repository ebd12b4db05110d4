import hashlib

import results
import texts
from lockweave import atomic, concurrent


@concurrent
def digest(name):
    with atomic:
        text = texts.table[name]
    found = hashlib.sha256(text.encode() * 100).hexdigest()
    with atomic:
        results.digests[name] = found[:8]


def main():
    futures = [digest(name) for name in "ab"]
    texts.add("c", "third text")
    futures.append(digest("c"))
    for future in futures:
        future.result()
    print(sorted(results.digests.items()))
