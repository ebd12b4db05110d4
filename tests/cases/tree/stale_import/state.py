items = []
total = 0
def reset():
    global items
    items = []
def add(n):
    global total
    total += n
    items.append(n)
