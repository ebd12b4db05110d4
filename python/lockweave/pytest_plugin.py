"""pytest with the code under test woven: ``pytest --lockweave``, or ``lockweave = true`` in pytest's configuration.

``lockweave_sources`` in that configuration lists the folders; without it they are ``src`` if there is one, else the root folder.
Assertions of test modules that weaving changes are explained as usual.
"""

from __future__ import annotations

import os
import sys
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, List

from . import importer

if TYPE_CHECKING:
    import ast


def pytest_addoption(parser: Any) -> None:
    group = parser.getgroup("lockweave")
    group.addoption("--lockweave", action="store_true", default=False, help="weave the code under test when it is imported")
    parser.addini("lockweave", "weave the code under test when it is imported", type="bool", default=False)
    parser.addini("lockweave_sources", "folders of the code under test", type="linelist", default=[])


def pytest_load_initial_conftests(early_config: Any) -> None:
    wanted = getattr(early_config.known_args_namespace, "lockweave", False) or early_config.getini("lockweave")
    if not wanted:
        return
    root = str(early_config.rootpath) if hasattr(early_config, "rootpath") else str(early_config.rootdir)
    sources: List[str] = [os.path.join(root, source) for source in early_config.getini("lockweave_sources")]
    if not sources:
        inner = os.path.join(root, "src")
        sources = [inner if os.path.isdir(inner) else root]
    importer.install(*sources)
    finder = importer.installed()
    if finder is not None and early_config.getoption("assertmode", "rewrite") != "plain":
        patterns = [*early_config.getini("python_files"), "conftest.py"]
        finder.transforms.append(lambda tree, source, path: _explain(tree, source, path, patterns, early_config))


def _explain(tree: ast.Module, source: bytes, path: str, patterns: List[str], config: Any) -> None:
    """Does to the assertions of a test module what pytest's own import hook, which comes after ours, would have done."""
    if not any(fnmatch(os.path.basename(path), pattern) for pattern in patterns):
        return
    rewrite: Any = sys.modules.get("_pytest.assertion.rewrite")
    if rewrite is not None:
        rewrite.rewrite_asserts(tree, source, path, config)


def pytest_unconfigure() -> None:
    importer.uninstall()
