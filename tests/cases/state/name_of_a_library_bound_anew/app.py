"""A name of a library that the program binds is a location."""
import socket
import this_library

from lockweave import concurrent


@concurrent
def work() -> None:
    this_library.depth += 1
    socket.timeouts = {}


def report() -> None:
    print(this_library.depth)
