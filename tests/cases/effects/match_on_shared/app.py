# The match over a shared object is held whole; captures are copies of parts.
import time

from lockweave import concurrent

state: dict[str, object] = {"kind": "idle", "n": 0}


@concurrent
def step() -> str:
    match state:
        case {"kind": "idle", "n": int(n)}:
            time.sleep(0)
            state["n"] = n + 1
            state["kind"] = "busy"
            return "started"
        case {"kind": "busy", "n": int(n)} if n < 1000:
            time.sleep(0)
            state["n"] = n + 1
            return "worked"
        case _:
            return "stuck"


def main() -> None:
    answers = [future.result() for future in [step() for _ in range(100)]]
    assert answers.count("started") == 1 and state["n"] == 100, state
    match state:
        case {"kind": str(kind)}:
            print(kind, state["n"])
