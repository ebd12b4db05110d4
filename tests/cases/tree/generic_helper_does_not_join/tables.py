red = {}
green = {}
blue = {}


def put(table, key, value):
    table[key] = value
