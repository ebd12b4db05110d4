"""For setuptools: what goes into the wheel is woven, if pyproject.toml has a ``[tool.lockweave]``.

    [build-system]
    requires = ["setuptools", "lockweave"]
    build-backend = "setuptools.build_meta"

    [tool.lockweave]
"""

# A command's base class is known only when setuptools runs.
# pyright: basic

from __future__ import annotations

import os
import re
import shutil
import tempfile
from typing import Any, Dict, List

from . import _backend


def finalize_distribution_options(distribution: Any) -> None:
    """What setuptools calls for each distribution: `build_py` gets a step more."""
    try:
        with open("pyproject.toml", encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return
    if re.search(r"^\s*\[tool\.lockweave\]", text, re.MULTILINE):
        distribution.cmdclass["build_py"] = _weaving(distribution.get_command_class("build_py"))


def _weaving(build_py: Any) -> Any:
    class WeavingBuildPy(build_py):  # type: ignore[misc]
        """`build_py`, and then what it copied is woven."""

        _made: List[str] = []

        def run(self) -> None:
            # What stands in the build folder may be woven already, from other sources than today's.
            self.force = True
            super().run()
            if getattr(self, "editable_mode", False):
                self._weave_later()
            else:
                self._weave()

        def _files(self) -> Dict[str, str]:
            """The modules, by their place in the distribution."""
            files: Dict[str, str] = {}
            for package, _, path in self.find_all_modules():
                names = package.split(".") if package else []
                files["/".join([*names, os.path.basename(path)])] = os.path.abspath(path)
            return files

        def _weave(self) -> None:
            with tempfile.TemporaryDirectory(prefix="lockweave-setuptools-") as folder:
                files = self._files()
                woven = _backend.weave(files, "pyproject.toml", os.path.join(folder, "woven"))
                for place, path in woven.items():
                    target = os.path.join(self.build_lib, place)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    shutil.copyfile(path, target)
                self._made = [os.path.join(self.build_lib, place) for place in woven if place not in files]

        def _weave_later(self) -> None:
            files = self._files()
            name = str(self.distribution.get_name())
            texts = _backend.editable(name, _backend.tops(files), _backend.source_folder(files))
            # There setuptools puts together what becomes the wheel.
            wheel = self.get_finalized_command("install").install_purelib
            for place, text in texts.items():
                with open(os.path.join(wheel, place), "w", encoding="utf-8") as file:
                    file.write(text)

        def get_outputs(self, include_bytecode: bool = True) -> List[str]:
            return [*super().get_outputs(include_bytecode), *self._made]

    return WeavingBuildPy
