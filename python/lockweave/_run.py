"""``python -m lockweave run``: a program run woven, from its sources.

    python -m lockweave run [--source DIR]... [--strict] FILE [ARGS]...
    python -m lockweave run [--source DIR]... [--strict] -m MODULE [ARGS]...

The folder of FILE (of the package, with -m: the working directory) is woven, and each DIR.
"""

from __future__ import annotations

import os
import runpy
import sys
from types import ModuleType, TracebackType
from typing import Any, List, NoReturn, Optional, Tuple, Type

from . import importer


def run(arguments: List[str]) -> None:
    """Run what `arguments` name."""
    sources: List[str] = []
    options: List[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        option = rest.pop(0)
        if option in ("-h", "--help"):
            print((__doc__ or "").strip())
            return
        if option == "--source" and rest:
            sources.append(rest.pop(0))
        elif option.startswith("--source="):
            sources.append(option.partition("=")[2])
        elif option in ("--strict", "--no-config"):
            options.append(option)
        else:
            _wrong(f"unknown option {option}")
    if rest[:1] == ["-m"] and len(rest) > 1:
        _run_module(rest[1], rest[1:], sources, options)
    elif rest and rest[0] != "-m":
        _run_file(rest[0], rest, sources, options)
    else:
        _wrong("what is to be run?")


def _wrong(message: str) -> NoReturn:
    print(f"error: {message}\n\n{(__doc__ or '').strip()}", file=sys.stderr)
    raise SystemExit(2)


def _run_module(name: str, arguments: List[str], sources: List[str], options: List[str]) -> None:
    sys.argv = arguments
    sys.path[0] = os.getcwd()
    _begin([os.getcwd(), *sources], options)
    # What `python -m` itself calls.
    as_main: Any = getattr(runpy, "_run_module_as_main")
    as_main(name)


def _run_file(path: str, arguments: List[str], sources: List[str], options: List[str]) -> None:
    if not os.path.isfile(path):
        _wrong(f"{path} is no file")
    folder = os.path.dirname(os.path.abspath(path))
    sys.argv = arguments
    sys.path[0] = folder
    finder = _begin([folder, *sources], options)
    main = ModuleType("__main__")
    woven = finder.tree.find(path)
    loader = importer.Loader("__main__", path, woven) if woven is not None else None
    main.__dict__.update({"__file__": path, "__loader__": loader, "__builtins__": __builtins__})
    sys.modules["__main__"] = main
    if loader is not None:
        code = loader.get_code("__main__")
    else:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
    exec(code, main.__dict__)


def _begin(sources: List[str], options: List[str]) -> importer.Finder:
    importer.install(*sources, options=options)
    sys.excepthook = _without_our_frames
    finder = importer.installed()
    assert finder is not None, "it was installed one line above"
    return finder


def _without_our_frames(
    kind: Type[BaseException], exception: BaseException, traceback: Optional[TracebackType], hook: Any = sys.excepthook
) -> None:
    """Shows a traceback from the program's own first frame on."""
    ours: Tuple[str, ...] = (__file__, runpy.__file__, os.path.join(os.path.dirname(__file__), "__main__.py"))
    first = traceback
    while first is not None and first.tb_frame.f_code.co_filename.replace("<frozen runpy>", runpy.__file__) in ours:
        first = first.tb_next
    hook(kind, exception.with_traceback(first or traceback), first or traceback)
