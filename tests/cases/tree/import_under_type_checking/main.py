from __future__ import annotations

from typing import TYPE_CHECKING

from lockweave import concurrent

if TYPE_CHECKING:
    from boards import Board


@concurrent
def post(board: Board, name: str) -> None:
    board.add(name)


def main() -> None:
    import boards

    board = boards.Board()
    for future in [post(board, name) for name in "abc"]:
        future.result()
    print(sorted(boards.names))
