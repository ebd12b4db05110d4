"""A build hook for hatchling: what goes into the wheel is woven.

    [build-system]
    requires = ["hatchling", "lockweave"]
    build-backend = "hatchling.build"

    [tool.hatch.build.targets.wheel.hooks.lockweave]
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, Dict, Type

from . import _backend

if TYPE_CHECKING:
    from typing import TypeVar

    F = TypeVar("F")

    class BuildHookInterface:
        root: str
        metadata: Any
        build_config: Any

    def hookimpl(function: F) -> F: ...

else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    from hatchling.plugin import hookimpl


class LockweaveHook(BuildHookInterface):
    PLUGIN_NAME = "lockweave"

    def initialize(self, version: str, build_data: Dict[str, Any]) -> None:
        # Outside of the project: what lies there is the project's.
        self._folder = tempfile.mkdtemp(prefix="lockweave-hatch-")
        files: Dict[str, str] = {
            file.distribution_path.replace(os.sep, "/"): file.path
            for file in self.build_config.builder.recurse_included_files()
        }
        if version == "editable":
            name = str(self.metadata.core.name)
            texts = _backend.editable(name, _backend.tops(files), _backend.source_folder(files))
            for place, text in texts.items():
                path = os.path.join(self._folder, place)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                build_data["force_include_editable"][path] = place
            build_data["dependencies"].append("lockweave")
            return
        woven = _backend.weave(files, os.path.join(self.root, "pyproject.toml"), os.path.join(self._folder, "woven"))
        for place, path in woven.items():
            build_data["force_include"][path] = place

    def finalize(self, version: str, build_data: Dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


@hookimpl
def hatch_register_build_hook() -> Type[LockweaveHook]:
    """What hatchling asks for."""
    return LockweaveHook
