total = 0
seen: list[int] = []


def note(n: int) -> None:
    seen.append(n)
