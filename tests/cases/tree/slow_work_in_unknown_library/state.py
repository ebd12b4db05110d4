sizes = {}
