import commands
from lockweave import concurrent


@concurrent
def work(name):
    commands.dispatch(name)
    commands.formatted(name)


def main():
    for future in [work(name) for name in ("run", "stop", "run")]:
        future.result()
    print(commands.runs, commands.stops)


if __name__ == "__main__":
    main()
