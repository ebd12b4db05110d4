import base
from special import Special


def main():
    print(base.Job().run(1).result(), Special().run(2).result())
    print(sorted(base.log))
