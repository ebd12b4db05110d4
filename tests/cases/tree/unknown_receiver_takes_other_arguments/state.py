class Store:
    def __init__(self):
        self.rows = {}

    def get(self, key, default, convert):
        global looked_up
        looked_up += 1
        return convert(self.rows.get(key, default))

    def close(self):
        global closed
        closed += 1


closed = 0
looked_up = 0
