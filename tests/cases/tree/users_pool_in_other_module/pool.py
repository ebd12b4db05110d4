from concurrent.futures import ThreadPoolExecutor

total = 0


def bump(n):
    global total
    total += n


def bump_all(numbers):
    with ThreadPoolExecutor(2) as executor:
        return list(executor.map(bump, numbers))
