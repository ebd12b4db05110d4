# After a bare star the parameters go on by keyword; the body keeps the star.
import time

from lockweave import concurrent

log: list[str] = []


@concurrent
def move(item: str, *, source: str, target: str = "shop") -> str:
    size = len(log)
    time.sleep(0)
    log.append(f"{size} {item}")
    return f"{item}: {source} to {target}"


def main() -> None:
    futures = [move("bolt", source="depot"), move("nut", target="home", source="depot")]
    print([future.result() for future in futures])
    print(len(log))
