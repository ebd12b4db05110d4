//! Life and death of bodies: Ctrl-C, the end of the main thread, threads that can't start, exceptions that nobody asks for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use lockweave::options::{Options, Switch, TargetVersion};
use support::pipeline::{Tree, weave};
use support::python::Python;

mod support;

/// Runs `source`, woven for the oldest target, under every Python; what each prints must be `expected`.
#[track_caller]
fn check(source: &str, options: Options, expected: &str) {
    let path = PathBuf::from("program.py");
    let options = Options { target: TargetVersion::OLDEST, ..options };
    let woven = weave(&Tree::from([(path.clone(), source.as_bytes().to_vec())]), &options);
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(&path);
    fs::write(&program, woven.files.get(&path).expect("the program is accepted")).unwrap();
    for python in Python::all() {
        let output = python.run(&program, None);
        let printed = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(printed, expected, "3.{}\n{complaint}", python.minor);
    }
}

/// Twenty bodies in two threads, of which the first two run when the program is told to end. The bodies print as they start, and
/// stay until the last of them is dropped; a pool that waited for its queue would print more lines.
const QUEUE: &str = "\
import os
import signal
import threading
import time

from lockweave import concurrent

running = threading.Semaphore(0)
futures = []


@concurrent(workers=2, unlocked=('futures',))
def work() -> None:
    os.write(1, b'started\\n')
    running.release()
    BODY


def interrupt() -> None:
    both_run()
    os.kill(os.getpid(), signal.SIGINT)


def both_run() -> None:
    running.acquire()
    running.acquire()


if __name__ == '__main__':
    futures = [work() for _ in range(20)]
    MAIN
";

/// What a body does until the queue behind it is dropped; half a minute where it is not.
const UNTIL_DROPPED: &str = "\
for _ in range(3000):
        if futures and futures[-1].cancelled():
            break
        time.sleep(0.01)";

#[test]
#[cfg(unix)]
fn an_interrupt_drops_the_queue() {
    let blocked = ["futures[-1].result()", "time.sleep(60)"];
    for main in blocked {
        let main = format!("threading.Thread(target=interrupt).start()\n    {main}");
        let source = QUEUE.replace("BODY", UNTIL_DROPPED).replace("MAIN", &main);
        check(&source, Options::default(), "started\nstarted\n");
    }
}

#[test]
fn the_end_of_the_main_thread_waits_for_the_queue_unless_told_otherwise() {
    let source = QUEUE.replace("BODY", "time.sleep(0.02)").replace("MAIN", "pass");
    check(&source, Options::default(), &"started\n".repeat(20));
    let source = QUEUE.replace("BODY", UNTIL_DROPPED).replace("MAIN", "both_run()");
    let cancel = Options { cancel_at_exit: Switch::On, ..Options::default() };
    check(&source, cancel, "started\nstarted\n");
}

#[test]
fn a_thread_that_can_not_start_reaches_the_caller_through_the_future() {
    let source = "\
import gc
import threading
import weakref

from lockweave import concurrent


@concurrent(name='divider')
def divide(x: int) -> float:
    return 1 / x


def refuse(self: threading.Thread) -> None:
    raise RuntimeError('no more threads')


if __name__ == '__main__':
    gc.disable()
    start = threading.Thread.start
    threading.Thread.start = refuse
    future = divide(1)
    threading.Thread.start = start
    print(future.exception())
    future = divide(0)
    try:
        future.result()
    except ZeroDivisionError as error:
        print(error)
    for thread in threading.enumerate():
        if thread.name == 'divider':
            thread.join()
    dead = weakref.ref(future)
    del future
    print(dead() is None)
";
    check(source, Options::default(), "no more threads\ndivision by zero\nTrue\n");
}

#[test]
fn a_call_after_the_main_thread_has_ended_says_so() {
    let source = "\
import threading
import time

from lockweave import concurrent


@concurrent(name='late')
def late() -> int:
    return 1


def call() -> None:
    threading.main_thread().join()
    try:
        late()
    except RuntimeError as error:
        print(error)


if __name__ == '__main__':
    threading.Thread(target=call).start()
";
    check(source, Options::default(), "cannot start a thread after the main thread has ended\n");
}

#[test]
fn an_exception_that_nobody_asks_for_is_logged() {
    let source = "\
import logging
import sys
import time

from lockweave import concurrent

logging.basicConfig(format='%(message)s: %(exc_info)s', stream=sys.stdout)
logging.Formatter.formatException = lambda self, info: ''


@concurrent(on_error='log')
def in_pool(x: int) -> int:
    raise ValueError(x)


@concurrent(on_error='log', name='own')
def in_thread(x: int) -> int:
    raise ValueError(x)


def ask(future) -> None:
    try:
        future.result()
    except ValueError:
        pass


if __name__ == '__main__':
    for start in in_pool, in_thread:
        ask(start(1))
        start(2)
        time.sleep(0.2)
        print('-')
";
    let path = PathBuf::from("program.py");
    let woven = weave(&Tree::from([(path.clone(), source.as_bytes().to_vec())]), &Options::default());
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(&path);
    fs::write(&program, &woven.files[&path]).unwrap();
    for python in Python::all().into_iter().filter(|python| python.minor >= 9) {
        let output = python.run(&program, None);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let logged: Vec<_> = printed.lines().filter(|line| line.contains("nobody asked for")).collect();
        assert_eq!(logged.len(), 2, "3.{}\n{printed}", python.minor);
        assert!(logged.iter().all(|line| line.contains("ValueError(2)")), "{printed}");
    }
}

/// A pool that has run, and a lock that another thread holds at the moment of the fork, in a wait that nobody sees in the text.
const FORK: &str = "\
import os
import sys
import threading

from lockweave import concurrent

total = 0
inside, over = threading.Event(), threading.Event()


class Slow:
    def __radd__(self, other: int) -> int:
        if not inside.is_set():
            inside.set()
            getattr(over, ''.join(['wa', 'it']))(30)
        return other + 1


@concurrent
def add() -> int:
    global total
    total = total + Slow()
    return total


def main() -> None:
    slow = add()
    inside.wait(30)
    child = os.fork()
    if child == 0:
        sys.exit(0 if add().result(timeout=30) == 1 else 1)
    status = os.waitpid(child, 0)[1]
    over.set()
    print(status, slow.result())


if __name__ == '__main__':
    main()
";

#[test]
#[cfg(unix)]
fn a_forked_child_has_locks_and_a_pool_of_its_own() {
    check(FORK, Options::default(), "0 1\n");
}
