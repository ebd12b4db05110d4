class Board:
    def __init__(self):
        self.scores = {}

    def add(self, name, points):
        self.scores[name] = self.scores.get(name, 0) + points

    def best(self):
        return max(self.scores.items(), key=lambda item: item[1])


main_board = Board()
