from lockweave import concurrent


@concurrent
def record(page):
    import state
    from state import hits

    hits[page] = hits.get(page, 0) + 1
    state.total += 1


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    from state import hits, total

    print(sorted(hits.items()), total)
