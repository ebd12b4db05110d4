total = 0
hits = {}
