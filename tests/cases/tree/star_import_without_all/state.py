hits = {}
_hidden = []
