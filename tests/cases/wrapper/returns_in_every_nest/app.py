# return, break and continue inside loops, with, try and finally leave through the epilogue with the right value.
import io
import time

from lockweave import concurrent

board: dict[int, int] = {}
trail: list[str] = []


@concurrent
def place(n: int) -> str:
    try:
        for slot in range(n, n + 3):
            if slot == 13:
                continue
            with io.StringIO() as note:
                try:
                    if slot in board:
                        break
                    note.write(str(slot))
                    time.sleep(0)
                    board[slot] = n
                    return note.getvalue()
                finally:
                    trail.append("tried")
        else:
            return "none"
        return "taken"
    finally:
        trail.append("done")


def main() -> None:
    answers = [future.result() for future in [place(n) for n in range(20)]]
    assert answers.count("taken") <= 1, answers
    assert trail.count("done") == 20 and len(board) >= 19
    print(answers[0], 13 in board)
