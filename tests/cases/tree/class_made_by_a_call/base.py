class Counter:
    def __init__(self) -> None:
        self.count = 0
        self.seen: list[int] = []

    def add(self, n: int) -> None:
        self.count += n
