# Each body builds a parser of its own and changes it: no lock for that, though the class has changing fields.
from lockweave import concurrent


class Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.words: list[str] = []

    def word(self) -> bool:
        rest = self.text[self.at :].lstrip()
        if not rest:
            return False
        self.words.append(rest.split(" ")[0])
        self.at = len(self.text) - len(rest) + len(self.words[-1])
        return True


@concurrent
def count(text: str) -> int:
    parser = Parser(text)
    while parser.word():
        pass
    return len(parser.words)


def main() -> None:
    print([future.result() for future in [count("a bc def"), count(""), count("x y")]])
