"""The markers, untranspiled: what a call returns, what they may stand on, and what they say about wrong arguments."""

import abc
import functools
import gc
import inspect
import pickle
import threading
import unittest
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, List

import lockweave
from lockweave import atomic, call_here, concurrent, synchronized, wait_for

calls: List[str] = []


@concurrent
def double(n: int, *, times: int = 1) -> int:
    """Double it."""
    return n * 2 * times


@concurrent("calls", scope="body")
def named(word: str) -> int:
    calls.append(word)
    return len(calls)


class Calls(unittest.TestCase):
    def test_a_call_returns_a_finished_future(self) -> None:
        future = double(4)
        self.assertIsInstance(future, Future)
        self.assertTrue(future.done())
        self.assertFalse(future.cancel())
        self.assertEqual(future.result(timeout=0), 8)

    def test_it_runs_at_once_in_the_caller_s_thread(self) -> None:
        seen: List[threading.Thread] = []

        @concurrent
        def note() -> None:
            seen.append(threading.current_thread())

        note()
        self.assertEqual(seen, [threading.current_thread()])

    def test_exceptions_are_in_the_future(self) -> None:
        @concurrent
        def fail(error: BaseException) -> None:
            raise error

        for error in (ValueError("no"), SystemExit(3), TypeError("inside")):
            self.assertIs(fail(error).exception(), error)

    def test_ctrl_c_is_not_kept(self) -> None:
        @concurrent
        def fail() -> None:
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            fail()

    def test_arguments_that_do_not_fit_are_the_caller_s_error(self) -> None:
        wrong: Any = double
        with self.assertRaisesRegex(TypeError, "argument"):
            wrong()
        with self.assertRaisesRegex(TypeError, "argument"):
            wrong(1, hurry=True)

    def test_a_failed_future_is_freed_with_its_last_reference(self) -> None:
        @concurrent
        def fail() -> None:
            raise ValueError

        gc.disable()
        try:
            future = fail()
            alive = weakref.ref(future)
            del future
            self.assertIsNone(alive())
        finally:
            gc.enable()

    def test_with_arguments(self) -> None:
        before = len(calls)
        self.assertEqual(named("a").result(), before + 1)

    def test_every_argument_is_taken(self) -> None:
        anything: Any = concurrent
        with ThreadPoolExecutor(1) as pool:
            for arguments in (
                {},
                {"globals": ("calls", "state.total")},
                {"globals": ["calls"], "locks": {"calls": threading.RLock()}, "unlocked": ("db",)},
                {"scope": "body", "workers": 2, "context": True, "on_error": "log"},
                {"name": "fetcher", "daemon": True},
                {"executor": pool},
                {"transparent": False},
            ):
                marker = anything(**arguments)
                self.assertEqual(marker(lambda: 5)().result(), 5)

    def test_transparent_stands_for_the_value(self) -> None:
        @concurrent(transparent=True)
        def three() -> int:
            return 3

        self.assertEqual(three() + 1, 4)
        self.assertEqual(wait_for(three()), 3)
        self.assertEqual(call_here(three), 3)

    def test_waiting_for_a_plain_value_gives_it(self) -> None:
        value = [1]
        self.assertIs(wait_for(value), value)

    def test_call_here(self) -> None:
        self.assertEqual(call_here(double, 3, times=2), 12)
        plain: Any = len
        with self.assertRaisesRegex(TypeError, "call_here takes a function marked @concurrent"):
            call_here(plain, "abc")

    def test_recursion(self) -> None:
        @concurrent
        def size(tree: Any) -> int:
            return 1 + sum(future.result() for future in [size(child) for child in tree])

        self.assertEqual(size([[], [[]]]).result(), 4)


class Identity(unittest.TestCase):
    def test_name_docstring_and_signature_stay(self) -> None:
        self.assertEqual(double.__name__, "double")
        self.assertEqual(double.__doc__, "Double it.")
        self.assertEqual(str(inspect.signature(double)), "(n: int, *, times: int = 1) -> int")

    def test_pickles_by_name(self) -> None:
        self.assertIs(pickle.loads(pickle.dumps(double)), double)

    def test_exported_names(self) -> None:
        self.assertEqual(sorted(lockweave.__all__), ["atomic", "call_here", "concurrent", "synchronized", "wait_for"])


class Methods(unittest.TestCase):
    def test_of_every_kind(self) -> None:
        class Account:
            rate = 2

            def __init__(self) -> None:
                self.balance = 0

            @concurrent
            def deposit(self, n: int) -> int:
                self.balance += n
                return self.balance

            @staticmethod
            @concurrent
            def inside_static(n: int) -> int:
                return n

            @concurrent
            @staticmethod
            def outside_static(n: int) -> int:
                return n

            @classmethod
            @concurrent
            def inside_class(cls, n: int) -> int:
                return cls.rate * n

            @concurrent
            @classmethod
            def outside_class(cls, n: int) -> int:
                return cls.rate * n

            @property
            @concurrent
            def inside_property(self) -> int:
                return self.balance

        account: Any = Account()
        self.assertEqual(account.deposit(5).result(), 5)
        self.assertEqual(account.inside_property.result(), 5)
        for owner in (Account, account):
            self.assertEqual(owner.inside_static(3).result(), 3)
            self.assertEqual(owner.outside_static(3).result(), 3)
            self.assertEqual(owner.inside_class(3).result(), 6)
            self.assertEqual(owner.outside_class(3).result(), 6)

    def test_property_below(self) -> None:
        class Sensor:
            value: Any = concurrent(property(lambda self: 7))  # type: ignore[call-overload]

        self.assertEqual(Sensor().value.result(), 7)

    def test_super(self) -> None:
        class Base:
            @concurrent
            def size(self) -> int:
                return 1

        class Derived(Base):
            @concurrent
            def size(self) -> int:
                return super().size().result() + 1

        self.assertEqual(Derived().size().result(), 2)

    def test_abstract_on_either_side(self) -> None:
        class Shape(abc.ABC):
            @concurrent
            @abc.abstractmethod
            def area(self) -> int: ...

            @abc.abstractmethod
            @concurrent
            def edge(self) -> int: ...

        shape: Any = Shape
        with self.assertRaises(TypeError):
            shape()
        self.assertEqual(Shape.__abstractmethods__, {"area", "edge"})

    def test_under_other_decorators(self) -> None:
        @functools.lru_cache(maxsize=None)
        @concurrent
        def above(n: int) -> int:
            calls.append("above")
            return n

        before = len(calls)
        self.assertIs(above(1), above(1))
        self.assertEqual(len(calls), before + 1)

        @concurrent
        @functools.lru_cache(maxsize=None)
        def below(n: int) -> int:
            return n

        self.assertEqual(below(4).result(), 4)


class Others(unittest.TestCase):
    def test_atomic(self) -> None:
        @atomic
        def add(n: int) -> int:
            return n + 1

        self.assertEqual(add(1), 2)
        with atomic:
            with atomic:
                pass
        with self.assertRaises(ValueError):
            with atomic:
                raise ValueError
        misused: Any = atomic
        with self.assertRaisesRegex(TypeError, "it takes no arguments"):
            misused("hits")

    def test_synchronized(self) -> None:
        @synchronized
        def total() -> Any:
            plain: Any = double
            return plain(1) + sum([plain(n) for n in (1, 2)])

        self.assertEqual(total(), 8)
        self.assertIsInstance(double(1), Future)

    def test_synchronized_and_concurrent(self) -> None:
        def total(n: int) -> Any:
            plain: Any = double
            return plain(n) + 1

        for marked in (synchronized(concurrent(total)), concurrent(synchronized(total))):
            future: Any = marked(3)
            self.assertEqual(future.result(), 7)
        self.assertIsInstance(double(1), Future)


class WrongArguments(unittest.TestCase):
    def refused(self, message: str, *positional: Any, **named_ones: Any) -> None:
        anything: Any = concurrent
        with self.assertRaisesRegex(TypeError, message):
            marker = anything(*positional, **named_ones)
            marker(lambda: None)

    def test_messages(self) -> None:
        self.refused("not 5", 5)
        self.refused("such as 'hits' or 'Stats.count', not 'a b'", "a b")
        self.refused(r"write \('hits',\)", globals="hits")
        self.refused("not both", "hits", globals=("hits",))
        self.refused("no acquire and release", locks={"hits": 3})
        self.refused("maps location names to locks", locks=[1])
        self.refused("scope= of @concurrent takes 'body', not 'function'", scope="function")
        self.refused("on_error= of @concurrent takes 'log'", on_error="print")
        self.refused("1 or more, not 0", workers=0)
        self.refused("1 or more, not True", workers=True)
        self.refused("name= of @concurrent", name=3)
        self.refused("daemon= of @concurrent takes True or False", daemon="yes")
        self.refused("or a function that gives one, not 3", executor=3)
        self.refused("or a function that gives one, not ThreadPoolExecutor", executor=ThreadPoolExecutor)
        self.refused("context= of @concurrent takes True or False", context=1)
        self.refused("unexpected keyword argument 'color'", color="red")
        with ThreadPoolExecutor(1) as pool:
            self.refused("executor= or workers=, not both", executor=pool, workers=2)
        self.refused("workers= or daemon=, not both", workers=2, daemon=True)
        self.refused("to lock 'hits' and to leave it unlocked", "hits", unlocked=("hits",))

    def test_what_can_not_be_marked(self) -> None:
        class Plain:
            pass

        def generator() -> Any:
            yield 1

        async def coroutine() -> None: ...

        self.refused("not .*Plain", Plain)
        anything: Any = concurrent
        with self.assertRaisesRegex(TypeError, "generator .*can't be concurrent"):
            anything(generator)
        with self.assertRaisesRegex(TypeError, "async function .*can't be concurrent"):
            anything(coroutine)
        with self.assertRaisesRegex(TypeError, "marks a function, not 3"):
            anything(workers=2)(3)


if __name__ == "__main__":
    unittest.main()
