from . import state


def bump(word: str) -> None:
    state.add(len(word))
