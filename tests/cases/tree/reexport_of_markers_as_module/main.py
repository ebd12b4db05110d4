import threads

total = 0


@threads.concurrent
def add(n):
    global total
    total += n


def main():
    for future in [add(n) for n in range(5)]:
        future.result()
    print(total)
