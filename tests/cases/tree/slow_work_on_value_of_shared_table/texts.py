table = {"a": "first text", "b": "second text"}


def add(name, text):
    table[name] = text
