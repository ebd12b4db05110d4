"""A finalizer may run while its own thread holds the lock that it takes: told, whoever made that lock."""
import threading

from lockweave import concurrent

lock = threading.Lock()
free = []


class Handle:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        with lock:
            free.append(self.n)


@concurrent
def use(n):
    with lock:
        free.append(-n)
    return n


def main():
    for future in [use(n) for n in range(3)]:
        future.result()
    with lock:
        print(sorted(free))


if __name__ == "__main__":
    main()
