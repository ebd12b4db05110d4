import threading

from lockweave import concurrent

log: list[str] = []
my_lock = threading.Lock()


def put(line: str) -> int:
    log.append(line)
    return len(log)


@concurrent(locks={"log": my_lock})
def write(line: str) -> int:
    return put(line) + put(line)



def main() -> None:
    print(write("a").result(), put("c"))


if __name__ == "__main__":
    main()
