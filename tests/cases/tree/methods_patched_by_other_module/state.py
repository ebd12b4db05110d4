total = 0
class Meter:
    def read(self):
        return 1
def score(n):
    return n
def use(n):
    return score(n)
