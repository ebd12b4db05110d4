"""Keep the best scores of a game while players report theirs.

`report` changes the board in steps (append, sort, cut) that are right only together; `standing` reads it in one piece.
"""

from typing import List, Tuple

from lockweave import concurrent

SIZE = 5

board: List[Tuple[int, str]] = []
reports = 0


def points(player: str, level: int) -> int:
    """The score of a run of the game."""
    return sum(ord(letter) * level for letter in player) % 997


def place_of(score: int, player: str) -> int:
    """Where a score stands on the board, from 1; 0 if it isn't there."""
    for place, entry in enumerate(board, start=1):
        if entry == (score, player):
            return place
    return 0


@concurrent
def report(player: str, level: int) -> int:
    """Enter a run, and return its place on the board (0: not good enough)."""
    global reports
    score = points(player, level)
    board.append((score, player))
    board.sort(reverse=True)
    del board[SIZE:]
    reports += 1
    return place_of(score, player)


@concurrent
def standing() -> Tuple[str, ...]:
    """The board as text, best first."""
    return tuple(f"{score:4} {player}" for score, player in board)


def main() -> None:
    players = ("ann", "bob", "cyd", "dot", "eve", "fay")
    runs = [(player, level) for level in range(1, 16) for player in players]
    places = [future.result() for future in [report(player, level) for player, level in runs]]

    for line in standing().result():
        print(line)
    print(f"{reports} reports")
    best = sorted(((points(player, level), player) for player, level in runs), reverse=True)[:SIZE]
    assert list(board) == best, "the board holds the best runs"
    assert all(0 <= place <= SIZE for place in places)


if __name__ == "__main__":
    main()
