"""An import hook: modules are transpiled when they are imported, and nothing is written.

    from lockweave.importer import install

    install("src")
    import app  # src/app.py, woven

It is for development: notebooks (``%load_ext lockweave.importer``), tests (``pytest --lockweave``) and
``python -m lockweave run app.py``. All modules under the folders given are analysed together, as ``lockweave build`` does, since
the locks of one module follow from what the others do.

Code objects keep the lines of the source, so tracebacks, debuggers and coverage show what was written, not what it became.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple

from ._lines import compile_woven
from ._woven import Tree, Woven, weave_cell

if TYPE_CHECKING:
    import ast

__all__ = ["WeaveError", "install", "installed", "load_ipython_extension", "uninstall"]

Transform = Callable[["ast.Module", bytes, str], None]


class WeaveError(ImportError):
    """A module that can't be transpiled; the message has the diagnostics."""


def install(*sources: str, options: Sequence[str] = ()) -> None:
    """From now on modules under the folders (or files) ``sources`` are woven when they are imported; ``.`` if none is given.

    ``options`` are arguments of the command line, such as ``["--strict"]``. Modules that were imported before stay as they are. Folders
    that are given in a second call join those of the first.
    """
    finder = installed()
    roots = list(sources) or ["."]
    if finder is None:
        sys.meta_path.insert(0, Finder(Tree(roots, options)))
    else:
        finder.tree = Tree(finder.tree.sources + roots, (*finder.tree.options, *options))


def uninstall() -> None:
    """From now on modules are imported as they stand."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, Finder)]


def installed() -> Optional[Finder]:
    """The hook, where it is installed."""
    for finder in sys.meta_path:
        if isinstance(finder, Finder):
            return finder
    return None


class Finder(importlib.abc.MetaPathFinder):
    """Gives the modules of a tree that weaving changes a loader of their own; Python's finders find all others."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.transforms: List[Transform] = []
        """What is done to a module's syntax tree before it is compiled; its places are the source's by then."""

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None:
            return self._made(fullname)
        if spec.origin is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        woven = self.tree.find(spec.origin)
        if woven is None:
            return None
        spec.loader = Loader(fullname, spec.origin, woven, self.transforms)
        return spec

    def _made(self, fullname: str) -> Optional[importlib.machinery.ModuleSpec]:
        """A module that has no source: the one where the locks of several modules live."""
        woven = self.tree.made(fullname)
        if woven is None:
            return None
        return importlib.util.spec_from_loader(fullname, MadeLoader(woven), origin=woven.path)

    def invalidate_caches(self) -> None:
        importlib.machinery.PathFinder.invalidate_caches()


class Loader(importlib.machinery.SourceFileLoader):
    """Loads the woven text of a module. ``get_source`` still gives its source, which is what tracebacks show."""

    def __init__(self, fullname: str, path: str, woven: Woven, transforms: Iterable[Transform] = ()) -> None:
        super().__init__(fullname, path)
        self.woven = woven
        self.transforms = transforms

    def get_code(self, fullname: str) -> CodeType:
        if self.woven.message is not None:
            raise WeaveError(f"{self.path} can't be transpiled\n\n{self.woven.message}", name=fullname, path=self.path)
        return compile_woven(self.woven, self.get_data(self.path), self.path, self.transforms)


class MadeLoader(importlib.abc.InspectLoader):
    """Loads a module that Lockweave made."""

    def __init__(self, woven: Woven) -> None:
        self.woven = woven

    def get_source(self, fullname: str) -> str:
        return self.woven.text

    def is_package(self, fullname: str) -> bool:
        return False

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.woven.text, f"<lockweave {fullname}>", "exec", dont_inherit=True)


def load_ipython_extension(shell: Any) -> None:
    """For ``%load_ext lockweave.importer``: imports of modules below the notebook's folder are woven; ``%%concurrent`` weaves a cell.

    A cell is analysed by itself. So what it shares with other cells is guarded in it alone, and futures should be waited for
    before it is run again.
    """
    install(os.getcwd())

    def concurrent(line: str, cell: str) -> None:
        """Weave this cell and run it."""
        name = f"<cell {time.time_ns()}>"
        woven = weave_cell(cell)
        if woven.message is not None:
            raise WeaveError(f"the cell can't be transpiled\n\n{woven.message}")
        remember(name, cell)
        exec(compile_woven(woven, cell.encode(), name, ()), shell.user_ns)

    shell.register_magic_function(concurrent, magic_kind="cell")


def unload_ipython_extension(shell: Any) -> None:
    """For ``%unload_ext lockweave.importer``."""
    uninstall()


def remember(name: str, text: str) -> None:
    """Has tracebacks show the lines of `text` for what was compiled under `name`."""
    import linecache

    entry: Tuple[int, None, List[str], str] = (len(text), None, text.splitlines(keepends=True), name)
    cache: Dict[str, Any] = linecache.cache
    cache[name] = entry
