hits = {}


def put(table, key, by):
    table[key] = table.get(key, 0) + by
