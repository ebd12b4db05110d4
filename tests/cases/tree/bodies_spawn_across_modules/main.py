import leaf
import tree


def main():
    futures = tree.spread("abc").result() + tree.spread("bcd").result()
    print(sum(future.result() for future in futures), sorted(leaf.seen), tree.started)
