# A class can't be concurrent: LW108 at the decorator.
from lockweave import concurrent


@concurrent
class Worker:
    def run(self) -> int:
        return 1
