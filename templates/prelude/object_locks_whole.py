class OBJECT_LOCKS:
    """Locks for objects, told apart by identity; two objects may have one lock. As a lock itself it is all of them."""

    def __init__(self) -> None:
        self.locks = [THREADING.RLock() for _ in range(251)]

    def of(self, thing: object) -> THREADING.RLock:
        return self.locks[id(thing) // 16 % 251]

    def of_all(self, *things: object) -> LIST_OF_LOCKS:
        """In one order, whatever the order of things."""
        places = sorted(id(thing) // 16 % 251 for thing in things)
        return [self.locks[place] for place in places]

    def acquire(self) -> None:
        """In the same order; none of them where an interrupt strikes."""
        taken = self.locks[:0]
        try:
            taken.extend(filter(type(self.locks[0]).acquire, self.locks))
        except BaseException:
            list(map(type(self.locks[0]).release, taken))
            raise

    def release(self) -> None:
        list(map(type(self.locks[0]).release, self.locks))

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()
