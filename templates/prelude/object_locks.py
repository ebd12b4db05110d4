class OBJECT_LOCKS:
    """Locks for objects, told apart by identity; two objects may have one lock."""

    def __init__(self) -> None:
        self.locks = [THREADING.RLock() for _ in range(251)]

    def of(self, thing: object) -> THREADING.RLock:
        return self.locks[id(thing) // 16 % 251]

    def of_all(self, *things: object) -> LIST_OF_LOCKS:
        """In one order, whatever the order of things."""
        places = sorted(id(thing) // 16 % 251 for thing in things)
        return [self.locks[place] for place in places]
