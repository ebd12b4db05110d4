"""Runs a program in a pseudo-terminal of a given size, and types when it says what is waited for.

Arguments: columns, then the command. Standard input: a JSON list of pairs (wait for this, then type that); to type null is to hang
up. Standard output: a JSON object of what the program wrote, its exit status, and whether the terminal was left as it was.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

PATIENCE = 60.0


def main() -> None:
    columns, command = int(sys.argv[1]), sys.argv[2:]
    script = json.load(sys.stdin)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    before = termios.tcgetattr(theirs)
    child = os.fork()
    if child == 0:
        os.close(ours)
        os.login_tty(theirs) if hasattr(os, "login_tty") else adopt(theirs)
        os.execvp(command[0], command)
    transcript = bytearray()
    seen = 0
    deadline = time.monotonic() + PATIENCE
    status = None
    while time.monotonic() < deadline:
        # Typed before the program listens to single keys, Ctrl-C and Ctrl-D would be the terminal's own.
        listens = not termios.tcgetattr(theirs)[3] & termios.ICANON
        if listens and script and script[0][0].encode() in transcript[seen:]:
            wanted, typed = script.pop(0)
            seen = transcript.index(wanted.encode(), seen) + len(wanted.encode())
            if typed is None:
                os.close(ours)
                ours = -1
                break
            os.write(ours, typed.encode("latin-1"))
            continue
        if select.select([ours], [], [], 0.05)[0]:
            transcript += os.read(ours, 65536)
            continue
        done, code = os.waitpid(child, os.WNOHANG)
        if done:
            status = os.waitstatus_to_exitcode(code)
            break
    restored = ours == -1 or termios.tcgetattr(theirs) == before
    os.close(theirs)
    while status is None and time.monotonic() < deadline:
        done, code = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(code) if done else time.sleep(0.05)
    if status is None:
        os.kill(child, 9)
        os.waitpid(child, 0)
    text = transcript.decode("utf-8", "replace")
    json.dump({"text": text, "status": status, "restored": restored, "left": len(script)}, sys.stdout)


def adopt(terminal: int) -> None:
    """What os.login_tty does, which Python has from 3.11 on."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in (0, 1, 2):
        os.dup2(terminal, number)


main()
