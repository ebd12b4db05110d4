import state


def renew():
    state.current = {}
    state.version += 1
