total = 0
names = []
