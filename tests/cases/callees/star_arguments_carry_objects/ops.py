def add(**targets):
    totals = targets["totals"]
    totals["n"] = totals["n"] + 1


def add_all(*targets):
    for totals in targets:
        totals["n"] = totals["n"] + 1


def first(*targets):
    return targets[0]
