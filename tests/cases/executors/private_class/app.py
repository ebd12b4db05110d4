# A private class stands in the one around it under the name that Python makes of it there.
from concurrent.futures import ThreadPoolExecutor

from lockweave import concurrent

pool = ThreadPoolExecutor(2)


class Outer:
    class __Inner:
        @concurrent(executor=pool)
        def number(self) -> int:
            return 7

    def inner(self) -> int:
        return self.__Inner().number().result()


def main() -> None:
    print(Outer().inner())
