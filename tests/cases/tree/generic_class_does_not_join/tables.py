class Table:
    def __init__(self):
        self.rows = {}

    def put(self, key, value):
        self.rows[key] = value


red = Table()
green = Table()
