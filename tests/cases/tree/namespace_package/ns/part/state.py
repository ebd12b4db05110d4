hits = {}
