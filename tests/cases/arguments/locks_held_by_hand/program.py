import threading

from lockweave import concurrent

log: list[str] = []
my_lock = threading.Lock()


@concurrent(locks={"log": my_lock})
def write(line: str) -> int:
    log.append(line)
    return len(log)


@concurrent
def two(a: str) -> int:
    with my_lock:
        log.append(a)
        return len(log)



def main() -> None:
    print(write("a").result(), two("b").result())


if __name__ == "__main__":
    main()
