"""Objects that share their fields are no thread's own, however many there are."""
from lockweave import concurrent


class Config:
    _shared = {"n": 0}

    def __init__(self):
        self.__dict__ = self._shared


@concurrent
def work():
    config = Config()
    config.n = config.n + 1


def main():
    for future in [work() for _ in range(5)]:
        future.result()
    print(Config().n)


if __name__ == "__main__":
    main()
