# A method of a nested class; the body's private name is mangled by the inner class.
import time

from lockweave import concurrent

total = 0


class Bank:
    class Account:
        @concurrent
        def deposit(self, n: int) -> int:
            global total
            seen = total
            time.sleep(0)
            total = seen + n
            return n

    @concurrent
    def audit(self) -> int:
        return total


def main() -> None:
    account = Bank.Account()
    for future in [account.deposit(2) for _ in range(100)]:
        future.result()
    assert Bank().audit().result() == 200
    print(total)
