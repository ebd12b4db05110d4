runs = 0
stops = 0


def do_run():
    global runs
    runs += 1


def do_stop():
    global stops
    stops += 1


def dispatch(name):
    return globals()["do_" + name]()


def formatted(name):
    return globals()[f"do_{name}"]()
