"""The explorer tried on programs with known faults: what it can't see, it can't find in woven ones."""

import ast
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import generate
import hunt
import instrument
import mutate
import properties
import races
import strategies
import world

OPPOSITE = """
import threading

left, right = threading.Lock(), threading.Lock()

def one():
    with left:
        with right:
            pass

def other():
    with right:
        with left:
            pass

def main():
    thread = threading.Thread(target=one)
    thread.start()
    other()
    thread.join()
"""

LOST = """
import threading

total = 0

def add(n):
    global total
    total += n

def main():
    threads = [threading.Thread(target=add, args=(n,)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(total)
"""

STUCK = """
import threading
from concurrent.futures import ThreadPoolExecutor

lock = threading.RLock()
pool = ThreadPoolExecutor(1)

def work():
    with lock:
        pass

def main():
    with lock:
        pool.submit(work).result()
"""

POLLS = """
import threading
import time

done = False

def work():
    global done
    done = True

def main():
    threading.Thread(target=work).start()
    while not done:
        time.sleep(0.01)
    print("seen")
"""

LIBRARY = """
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

def main():
    inbox, seen = queue.Queue(2), []
    gate, ready = threading.Event(), threading.Condition()
    few, both = threading.Semaphore(2), threading.Barrier(2)

    def produce():
        for n in range(4):
            inbox.put(n)
        inbox.put(None)
        gate.set()

    def meet():
        both.wait()
        with few, ready:
            seen.append("met")
            ready.notify_all()

    threads = [threading.Thread(target=produce), threading.Thread(target=meet), threading.Thread(target=meet)]
    for thread in threads:
        thread.start()
    for n in iter(inbox.get, None):
        seen.append(n)
    gate.wait()
    with ready:
        ready.wait_for(lambda: seen.count("met") == 2)
    for thread in threads:
        thread.join()
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(pow, n, 2) for n in range(3)]
        print(sorted(future.result() for future in as_completed(futures)), len(wait(futures).done))
    print(sorted(map(str, seen)), gate.wait(0.01), threading.Event().wait(0.01))
"""


def program(text):
    tree = ast.parse(text)
    return world.Program({"program": ("program.py", instrument.points(text, "program.py", instrument.shared_names(tree)))}, "program")


class Explorer(unittest.TestCase):
    def runs(self, text, count=60):
        made = program(text)
        for name in hunt.schedules_for("test", count, lambda: 60):
            yield name, world.run(made, strategies.named(name)[0], hunt.KINDS)

    def test_opposite_orders_are_a_deadlock_with_a_report(self):
        reports = [run.failure.report for _, run in self.runs(OPPOSITE) if run.failure and run.failure.kind == "deadlock"]
        self.assertTrue(reports)
        for words in ("waits for the lock left", "waits for the lock right", "holds left", "holds right", "program.py:13", "in one"):
            self.assertIn(words, reports[0])

    def test_a_future_that_is_waited_for_under_its_lock_is_a_deadlock(self):
        failures = {run.failure.kind for _, run in self.runs(STUCK, 10)}
        self.assertEqual(failures, {"deadlock"})

    def test_a_lost_update_shows_as_outcome_and_as_race(self):
        outcomes = {run.outcome[0] for _, run in self.runs(LOST)}
        self.assertIn("3\n", outcomes)
        self.assertTrue(outcomes & {"1\n", "2\n"})
        watcher, found = races.Watch(), []
        for seed in range(10):
            world.run(program(LOST), strategies.Random(seed), hunt.KINDS, watcher=watcher)
            found.extend(watcher.found)
        self.assertTrue(found)

    def test_bounded_search_finds_it_with_one_preemption(self):
        made, seen = program(LOST), set()

        def go(strategy):
            seen.add(world.run(made, strategy, hunt.KINDS).outcome[0])

        strategies.schedules(go, 0, 200)
        self.assertEqual(seen, {"3\n"})
        strategies.schedules(go, 1, 600)
        self.assertTrue(seen & {"1\n", "2\n"})

    def test_a_schedule_replays(self):
        made = program(LIBRARY)
        for seed in range(10):
            first, second = (world.run(made, strategies.Random(seed), hunt.KINDS) for _ in range(2))
            self.assertEqual((first.outcome, first.steps), (second.outcome, second.steps))

    def test_loops_that_poll_end(self):
        self.assertEqual({(run.outcome[0], run.failure) for _, run in self.runs(POLLS)}, {("seen\n", None)})

    def test_the_library_works_on_tasks(self):
        expected = "[0, 1, 4] 3\n['0', '1', '2', '3', 'met', 'met'] True False\n"
        for name, run in self.runs(LIBRARY, 30):
            self.assertIsNone(run.failure, name)
            self.assertEqual(run.outcome, (expected, "returned"), name)


class Generator(unittest.TestCase):
    def test_a_seed_is_a_program_that_compiles(self):
        for seed in range(200):
            files, entry = generate.generate(seed, generate.FEATURES)
            self.assertEqual(files, generate.generate(seed, generate.FEATURES)[0])
            for name, text in files.items():
                compile(text, name, "exec")

    def test_sections_have_mutants_of_every_kind(self):
        text = (
            "future = work()\nx = future.result()\n_a_lock.acquire()\n_b_lock.acquire()\ntry:\n    x = 1\n    y = 2\n"
            "finally:\n    _b_lock.release()\n    _a_lock.release()\nwith _locks.a:\n    z = 1\n"
        )
        self.assertEqual({kind for kind, _, _ in mutate.mutants(text)}, set(mutate.KINDS))


class Properties(unittest.TestCase):
    def test_what_is_wrong_is_found(self):
        taken = "_a_lock.acquire()\n_b_lock.acquire()\ntry:\n    x = 1\nfinally:\n"
        fine = taken + "    _b_lock.release()\n    _a_lock.release()\n"
        self.assertEqual(properties.faults({"m.py": fine}), [])
        self.assertTrue(properties.faults({"m.py": taken + "    _a_lock.release()\n"}))
        self.assertTrue(properties.faults({"m.py": "_a_lock.acquire()\nx = 1\n_a_lock.release()\n"}))
        self.assertTrue(properties.faults({"m.py": fine + "with _b_lock, _a_lock:\n    x = 2\n"}))
        self.assertTrue(properties.faults({"m.py": "with _a_lock:\n    x = future.result()\n"}))


if __name__ == "__main__":
    unittest.main()
