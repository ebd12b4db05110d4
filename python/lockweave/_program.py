"""Where the program is that does the work: the one that was installed with this package, else the one on the PATH."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Dict, Iterator

FOLDERS = "LOCKWEAVE_PATH"
"""An environment variable with the folders in which the program looks for libraries that were woven before."""

VARIABLE = "LOCKWEAVE_PROGRAM"
"""An environment variable that names the program, before all else: for a build of one's own."""


def find_program() -> str:
    """The path of the ``lockweave`` program.

    Raises ``FileNotFoundError`` where there is none.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return chosen
    name = "lockweave" + (sysconfig.get_config_var("EXE") or "")
    for folder in _folders():
        path = folder / name
        if path.is_file():
            return str(path)
    on_path = shutil.which("lockweave")
    if on_path is None:
        raise FileNotFoundError(f"the program `lockweave` is not installed beside this package nor on the PATH ({VARIABLE} can name it)")
    return on_path


def environment() -> Dict[str, str]:
    """What the program is run with: it looks for woven libraries where this Python imports from."""
    folders = [os.environ.get(FOLDERS, ""), *sys.path]
    return {**os.environ, FOLDERS: os.pathsep.join(folder for folder in folders if folder)}


def _folders() -> Iterator[Path]:
    """Where installers put programs, the most likely first."""
    yield Path(sysconfig.get_path("scripts"))
    # `pip install --prefix` and the environments in which build backends run: lib/python3.x/site-packages/lockweave.
    above = Path(__file__).resolve().parents
    bin_name = "Scripts" if os.name == "nt" else "bin"
    for depth in (4, 3, 1):
        if len(above) > depth:
            yield above[depth] / bin_name
    if sys.version_info >= (3, 10):
        scheme = sysconfig.get_preferred_scheme("user")
    elif os.name == "nt":
        scheme = "nt_user"
    else:
        scheme = "posix_user"
    yield Path(sysconfig.get_path("scripts", scheme=scheme))
