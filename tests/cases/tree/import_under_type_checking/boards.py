from typing import List

names: List[str] = []


class Board:
    def add(self, name: str) -> None:
        names.append(name)
