"""``python -m lockweave ARGS`` is the program; ``python -m lockweave run app.py`` runs a program woven, with nothing written."""

import os
import subprocess
import sys

from ._program import environment, find_program


def main() -> None:
    if sys.argv[1:2] == ["run"]:
        from ._run import run

        run(sys.argv[2:])
        return
    try:
        program = find_program()
    except FileNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    arguments = [program, *sys.argv[1:]]
    if os.name == "nt":
        # A process can't be replaced there: the caller would go on before the program has ended.
        raise SystemExit(subprocess.run(arguments, env=environment()).returncode)
    os.execve(program, arguments, environment())


if __name__ == "__main__":
    main()
