from pkg import state
from pkg.work import add

if __name__ == "__main__":
    for future in [add(n) for n in range(5)]:
        future.result()
    print(state.total)
