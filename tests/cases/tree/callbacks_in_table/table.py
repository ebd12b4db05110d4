import store

HANDLERS = {"up": store.up, "down": store.down}


def dispatch(name, n):
    HANDLERS[name](n)
