seen = []


def remember(n):
    seen.append(n)
    return len(seen)
