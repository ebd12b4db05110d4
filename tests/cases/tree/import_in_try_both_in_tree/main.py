from lockweave import concurrent

try:
    import quick as backend
except ImportError:
    import plain as backend


@concurrent
def record(n):
    backend.add(n)
    backend.total += 1


def main():
    for future in [record(n) for n in range(5)]:
        future.result()
    print(backend.total)
