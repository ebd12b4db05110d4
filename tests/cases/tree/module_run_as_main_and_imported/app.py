from lockweave import concurrent

hits = {}


@concurrent
def record(page):
    hits[page] = hits.get(page, 0) + 1


def main():
    import work

    for future in [record(page) for page in "ab"] + work.record_all():
        future.result()
    print(sorted(hits.items()), work.pages())


if __name__ == "__main__":
    main()
