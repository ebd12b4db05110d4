hits = {}
total = 0
