SETTINGS = {}


def load():
    SETTINGS["depth"] = 3


load()
