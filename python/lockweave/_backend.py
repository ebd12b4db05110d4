"""What build backends do: the Python files of a distribution are woven as one tree, and what changes goes into the wheel.

In an editable install they are woven when they are imported instead, by the import hook.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Dict, Iterable, Optional

from ._program import environment, find_program

ENDINGS = (".py", ".pyw")
SHIPPED = "lockweave.json"
"""What a library ships for programs that use it, in each of its packages."""


class Failed(Exception):
    """The program has said why."""


def weave(files: Dict[str, str], configuration: Optional[str], folder: str) -> Dict[str, str]:
    """Weave ``files`` (path in the distribution: path on the disk) into ``folder``.

    Gives the paths of what differs from its source, or has none, as ``files`` has them.
    """
    with tempfile.TemporaryDirectory(prefix="lockweave-") as temporary:
        tree = os.path.join(temporary, "tree")
        os.mkdir(tree)
        if configuration is not None and os.path.isfile(configuration):
            shutil.copyfile(configuration, os.path.join(temporary, "pyproject.toml"))
        for place, path in files.items():
            if place.endswith(ENDINGS):
                staged = os.path.join(tree, place)
                os.makedirs(os.path.dirname(staged), exist_ok=True)
                shutil.copyfile(path, staged)
        # From there, so that messages name files as the distribution has them.
        command = [find_program(), "build", ".", "-o", os.path.abspath(folder)]
        done = subprocess.run(command, cwd=tree, env=environment(), check=False)
        if done.returncode != 0:
            raise Failed("lockweave found errors; they are told above")
        changed: Dict[str, str] = {}
        for output in sorted(Path(folder).rglob("*")):
            place = output.relative_to(folder).as_posix()
            before = Path(tree, place)
            if (place.endswith(ENDINGS) or output.name == SHIPPED) and not (before.is_file() and before.read_bytes() == output.read_bytes()):
                changed[place] = str(output)
    return changed


def editable(name: str, packages: Iterable[str], source: str) -> Dict[str, str]:
    """The files that make an editable install of `packages`, which lie in the folder `source`, weave what is imported: name, text."""
    module = "_lockweave_editable_" + re.sub(r"\W", "_", name)
    finder = FINDER.format(packages=sorted(set(packages)), source=os.path.abspath(source))
    return {f"{module}.py": finder, f"{module}.pth": f"import {module}\n"}


FINDER = '''"""Has the modules of an editable install woven when they are imported. Made by lockweave."""

import sys

PACKAGES = {packages!r}
SOURCE = {source!r}


class Finder:
    """Does nothing until one of the packages is imported: every start of Python reads this file."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname.partition(".")[0] in PACKAGES:
            sys.meta_path.remove(Finder)
            from lockweave import importer

            importer.install(SOURCE)
            found = importer.installed()
            return found.find_spec(fullname, path, target)
        return None


sys.meta_path.insert(0, Finder)
'''


def tops(places: Iterable[str]) -> Iterable[str]:
    """The names that a distribution with files at `places` can be imported by."""
    for place in places:
        if place.endswith(ENDINGS):
            first = place.split("/", 1)[0]
            yield first.rsplit(".", 1)[0] if "/" not in place else first


def source_folder(files: Dict[str, str]) -> str:
    """The folder from which the distribution's places count, as far as its files say."""
    for place, path in files.items():
        normal = path.replace(os.sep, "/")
        if place.endswith(ENDINGS) and normal.endswith("/" + place):
            return path[: -len(place) - 1]
    return os.getcwd()
