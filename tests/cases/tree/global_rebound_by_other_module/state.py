current = {}
version = 0
