"""Parses, and Python refuses it when it compiles."""
from lockweave import concurrent

total = 0


@concurrent
def add(n, n):
    print(total)
    global total


def first(n):
    def next_one():
        nonlocal missing

    return n


async def last(rows):
    async with rows:
        try:
            pass
        except:
            pass
        except ValueError:
            pass

return first
nonlocal total
