# The section ends at the last access of each way out; report, mail and log run after the release.
import time

from lockweave import concurrent

stock: dict[str, int] = {"bolt": 120, "nut": 60}


def report(text: str) -> str:
    time.sleep(0)
    return text.title()


def mail(item: str) -> str:
    time.sleep(0)
    return f"reorder {item}"


@concurrent
def take(item: str) -> str:
    if item not in stock:
        return report(f"no {item}")
    left = stock[item]
    time.sleep(0)
    if left == 0:
        return mail(item)
    stock[item] = left - 1
    if left < 10:
        return mail(item)
    return report(f"took {item}")


def main() -> None:
    futures = [take(("bolt", "nut", "gear")[i % 3]) for i in range(300)]
    answers = [future.result() for future in futures]
    assert answers.count("No Gear") == 100
    assert stock == {"bolt": 20, "nut": 0}, stock
    print(answers.count("Took Bolt"), answers.count("Took Nut"))
