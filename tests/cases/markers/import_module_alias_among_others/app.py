# Of `import json, lockweave as lw, time` only our alias goes.
import json, lockweave as lw, time

counts: dict[str, int] = {}


@lw.concurrent
def count(word: str) -> None:
    seen = counts.get(word, 0)
    time.sleep(0)
    counts[word] = seen + 1


def main() -> None:
    for future in [count("ab"[i % 2]) for i in range(100)]:
        future.result()
    assert counts == {"a": 50, "b": 50}, counts
    print(json.dumps(counts, sort_keys=True))
