import importlib

from lockweave import concurrent

state = importlib.import_module("app.state")
importlib.import_module("app.table").rows.append(0)


@concurrent
def work(n):
    state.total += n
    __import__("app.table").table.rows.append(n)


def main():
    for future in [work(n) for n in (1, 2)]:
        future.result()
    print(state.total, sorted(importlib.import_module(".table", "app").rows))
