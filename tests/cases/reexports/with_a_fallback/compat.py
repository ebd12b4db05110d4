"""Runs with and without Lockweave at hand."""

from concurrent.futures import Future

try:
    from lockweave import concurrent
except ImportError:

    def concurrent(function):
        def call(*args):
            future = Future()
            future.set_result(function(*args))
            return future

        return call


VERSION = 1
