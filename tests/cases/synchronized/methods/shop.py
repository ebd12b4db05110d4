from lockweave import concurrent


@concurrent
def price(name: str) -> int:
    return len(name) * 10


class Stock:
    def __init__(self) -> None:
        self.names: set[str] = set()

    @concurrent
    def put(self, name: str) -> None:
        self.names.add(name)

    @concurrent
    def count(self) -> int:
        return len(self.names)
