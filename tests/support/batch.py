"""Compile and run many programs in one interpreter, which is much faster than one interpreter each.

    python batch.py JOBS RESULTS

JOBS is a JSON list. A job to compile has `id` and `compile` (a file); it happens here. A job to run has `id`, `run` (a file),
`search` (folders for `sys.path`), `bound` (a module whose public names the program finds bound, or null), `call` (functions to
call after the module has run) and `limit` (seconds); it happens in a fork of this process, as `__main__`, and leaves through the
interpreter's usual exit. RESULTS gets a JSON list of `id`, `status` (0 for success), `stdout` and `stderr`.

What hangs is ended after its limit, with the stack of every thread on stderr.
"""

import concurrent.futures.thread  # noqa: F401  loaded once, for all forks
import faulthandler
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
import types
import warnings


def main():
    jobs_file, results_file = sys.argv[1:]
    with open(jobs_file, encoding="utf-8") as file:
        jobs = json.load(file)
    warnings.simplefilter("ignore")
    results = [compiled(job) if "compile" in job else run(job) for job in jobs]
    with open(results_file, "w", encoding="utf-8") as file:
        json.dump(results, file)


def compiled(job):
    problem = ""
    try:
        with open(job["compile"], "rb") as file:
            compile(file.read(), job["compile"], "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as exception:
        problem = "".join(traceback.format_exception_only(type(exception), exception))
    return {"id": job["id"], "status": 1 if problem else 0, "stdout": "", "stderr": problem}


def run(job):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            become(job)
        status = wait_for(child, job["limit"] + 5)
        return {"id": job["id"], "status": status, "stdout": text_of(out), "stderr": text_of(err)}


def become(job):
    """Turn this fork into the program; it ends as that program ends."""
    faulthandler.dump_traceback_later(job["limit"], exit=True)
    sys.argv = [job["run"]]
    sys.path[0:1] = job["search"]
    module = types.ModuleType("__main__")
    module.__file__ = job["run"]
    sys.modules["__main__"] = module
    if job["bound"]:
        markers = importlib.import_module(job["bound"])
        module.__dict__.update({name: getattr(markers, name) for name in markers.__all__})
    try:
        with open(job["run"], "rb") as file:
            exec(compile(file.read(), job["run"], "exec", dont_inherit=True), module.__dict__)
        for name in job["call"]:
            getattr(module, name)()
    except Exception:
        traceback.print_exc()
        sys.exit(1)
    sys.exit(0)


def wait_for(child, limit):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -signal.SIGKILL


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


if __name__ == "__main__":
    main()
