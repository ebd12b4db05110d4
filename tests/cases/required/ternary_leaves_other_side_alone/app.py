# Guards must not evaluate the side that isn't chosen: no KeyError, no ZeroDivisionError.
import time

from lockweave import concurrent

rates: dict[str, int] = {}
calls = 0


def fallback() -> int:
    global calls
    n = calls
    time.sleep(0)
    calls = n + 1
    return 1


@concurrent
def learn(code: str) -> None:
    rates[code] = len(code)


def rate(code: str) -> int:
    return rates[code] if code in rates else fallback()


def share(code: str) -> float:
    return 100 // len(rates) if rates else 0


def main() -> None:
    first = share("eur")
    futures = [learn("eur"), learn("yen")]
    for future in futures:
        future.result()
    answers = [rate(code) for code in ("eur", "usd", "yen", "gbp")]
    assert calls == 2, calls
    print(first, answers, share("eur"))
