totals = {"n": 0}
