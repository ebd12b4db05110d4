gold = {}


def put(who, amount):
    gold[who] = gold.get(who, 0) + amount
