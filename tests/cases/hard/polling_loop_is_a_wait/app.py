import time
from lockweave import concurrent

state = {"ready": False}
results = []


def is_ready():
    return state["ready"]


@concurrent
def worker(i):
    while not is_ready():
        time.sleep(0.001)
    results.append(i)


@concurrent
def prepare():
    time.sleep(0.01)
    state["ready"] = True


def main():
    p = prepare()
    ws = [worker(i) for i in range(60)]
    p.result()
    for w in ws:
        w.result()
    print(len(results))


