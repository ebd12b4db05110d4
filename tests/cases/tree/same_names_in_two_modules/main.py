import east
import west


def main():
    futures = [east.record(page) for page in "aab"] + [west.record(page) for page in "xyx"]
    for future in futures:
        future.result()
    with_east = sorted(east.hits.items())
    print(with_east, sorted(west.hits.items()))
