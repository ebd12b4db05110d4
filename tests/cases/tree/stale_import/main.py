from state import items, total, add, reset
from lockweave import concurrent
@concurrent
def work(n):
    add(n)
def main():
    work(1).result()
    print(items, total)
