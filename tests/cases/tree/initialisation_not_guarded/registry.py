import config

handlers = {}
handlers["first"] = config.SETTINGS["depth"]


def register(name, value):
    handlers[name] = value


register("second", 2)
