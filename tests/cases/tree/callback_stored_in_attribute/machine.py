class Machine:
    def __init__(self, hook):
        self.hook = hook

    def step(self, n):
        return self.hook(n)
