total = 0
db = {}
