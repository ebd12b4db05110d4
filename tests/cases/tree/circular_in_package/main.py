import pkg


def main():
    for future in [pkg.register(name) for name in ("a", "bb", "ccc")]:
        future.result()
    print(pkg.note())
