import hashlib

import results
import texts
from lockweave import concurrent


@concurrent
def digest(name):
    text = texts.table[name]
    found = hashlib.sha256(text.encode() * 100).hexdigest()
    results.digests[name] = found[:8]


def main():
    for future in [digest(name) for name in "ab"]:
        future.result()
    print(sorted(results.digests.items()))
