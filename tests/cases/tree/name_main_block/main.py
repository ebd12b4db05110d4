import state
from lockweave import concurrent


@concurrent
def add(n):
    state.total += n
    state.names.append(n)


state.names.append(-1)

if __name__ == "__main__":
    futures = [add(n) for n in range(5)]
    state.total += 100
    for future in futures:
        future.result()
    print(state.total, sorted(state.names))
