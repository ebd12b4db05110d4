ups = 0
downs = 0


def up(n):
    global ups
    ups += n


def down(n):
    global downs
    downs += n
