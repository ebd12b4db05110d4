"""Count the words of many files at once.

Reading and splitting a file is local, so files are read side by side; only adding a file's counts to the shared ones is locked.
"""

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Iterable, List

from lockweave import concurrent

WORD = re.compile(r"[a-z']+")

POEM = """\
The rain it raineth on the just
And also on the unjust fella
But chiefly on the just because
The unjust steals the just's umbrella
"""

words: "Counter[str]" = Counter()
files_read = 0


def split(text: str) -> Iterable[str]:
    """The words of `text`, in lower case."""
    return WORD.findall(text.lower())


@concurrent
def count(path: Path) -> int:
    """Add the words of one file, and return how many there were."""
    global files_read
    found = Counter(split(path.read_text(encoding="utf-8")))
    words.update(found)
    files_read += 1
    return sum(found.values())


def write_files(folder: Path, copies: int) -> List[Path]:
    """A library of `copies` times each line of the poem, a line to a file."""
    paths: List[Path] = []
    for copy in range(copies):
        for number, line in enumerate(POEM.splitlines()):
            path = folder / f"line-{copy}-{number}.txt"
            path.write_text(line + "\n", encoding="utf-8")
            paths.append(path)
    return paths


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(Path(folder), copies=10)
        seen = sum(future.result() for future in [count(path) for path in paths])

    for word, times in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:5]:
        print(f"{word:8} {times:4}")
    print(f"{seen} words in {files_read} files")
    assert seen == sum(words.values()), "every word is counted once"
    assert files_read == len(paths)


if __name__ == "__main__":
    main()
