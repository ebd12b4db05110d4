# __init__, __len__ and __bool__ can't return a future: LW105 three times.
from lockweave import concurrent


class Basket:
    @concurrent
    def __init__(self) -> None:
        self.items: list[str] = []

    @concurrent
    def __len__(self) -> int:
        return 0

    @concurrent
    def __bool__(self) -> bool:
        return True
