import json

import state
from lockweave import concurrent


@concurrent
def measure(name, text):
    parsed = json.loads(text)
    parsed["name"] = name
    written = json.dumps(parsed, sort_keys=True)
    size = len(written)
    state.sizes[name] = size
    return written.upper()


def main():
    print([future.result() for future in [measure("a", "{}"), measure("b", '{"x": 1}')]])
    print(sorted(state.sizes.items()))
