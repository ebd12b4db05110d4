"""A library makes instances of the classes that it is given."""
import argparse
import json

from lockweave import concurrent

encoded = 0
parsed: list[str] = []


class Encoder(json.JSONEncoder):
    def default(self, o: object) -> str:
        global encoded
        encoded += 1
        return "?"


class Note(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        parsed.append(values)


@concurrent
def dump() -> str:
    return json.dumps([object()], cls=Encoder)


@concurrent
def parse() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--note", action=Note)
    parser.parse_args(["--note", "x"])


def main() -> None:
    for future in [dump() for _ in range(3)] + [parse() for _ in range(3)]:
        future.result()
    print(encoded, parsed)


if __name__ == "__main__":
    main()
