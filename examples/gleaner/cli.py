"""The command line."""

from __future__ import annotations

import argparse
import sys
from typing import Callable, Dict, Optional, Sequence

from . import config, metrics
from .crawl import crawl, graph
from .errors import ConfigurationError, GleanerError
from .index import answer, index_everything
from .plugins import known_types, names_of_analysers
from .report import section_names, write_report
from .text.stopwords import add_stop_words
from .version import __version__
from .web import site

Command = Callable[[argparse.Namespace], int]

EXAMPLES = ('harbour AND storm', '"see also"', "topic:garden NOT compost", "(bread OR recipes) length:short", "signals")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Run a command; its exit status."""
    options = parser().parse_args(arguments)
    try:
        config.configure(**dict(options.set))
        add_stop_words(options.ignore)
        site.build()
        return COMMANDS[options.command](options)
    except GleanerError as error:
        print(f"gleaner: {error}", file=sys.stderr)
        return 2
    finally:
        if options.timings:
            print("\n".join(metrics.timing_lines()), file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    found = argparse.ArgumentParser(prog="gleaner", description="Crawl a small web, index it, and report on it.")
    found.add_argument("--version", action="version", version=f"gleaner {__version__}")
    found.add_argument("--set", action="append", default=[], type=assignment, metavar="NAME=VALUE")
    found.add_argument("--ignore", action="append", default=[], metavar="WORD", help="another word that says nothing")
    found.add_argument("--timings", action="store_true", help="say what took how long")
    found.add_argument("command", choices=sorted(COMMANDS), nargs="?", default="all")
    found.add_argument("words", nargs="*", help="queries to answer, or sections to write")
    return found


def assignment(text: str) -> "tuple[str, object]":
    """For argparse, which wants errors of its own kind."""
    try:
        return config.parse_assignment(text)
    except ConfigurationError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run_crawl(options: argparse.Namespace) -> int:
    print(crawl(options.words))
    for url, rank in graph.best(10):
        print(f"{rank:.5f} {url}")
    return 0


def run_search(options: argparse.Namespace) -> int:
    crawl()
    index_everything()
    return show_answers(options.words or EXAMPLES)


def show_answers(queries: Sequence[str]) -> int:
    """Answer queries side by side, and print the answers in order."""
    futures = [answer(query, 3) for query in queries]
    for query, future in zip(queries, futures):
        hits = future.result()
        print(f"{query}: {len(hits) or 'nothing'}")
        for hit in hits:
            print(f"  {hit}")
    return 0


def run_report(options: argparse.Namespace) -> int:
    crawl()
    index_everything()
    write_report(sys.stdout, options.words)
    return 0


def run_all(options: argparse.Namespace) -> int:
    print(f"{len(site.hosts())} hosts; reads {', '.join(known_types())}")
    print(f"finds out {', '.join(names_of_analysers())}")
    print(crawl())
    print(f"{index_everything()} terms indexed")
    print()
    show_answers(EXAMPLES)
    print()
    write_report(sys.stdout)
    for name, number in metrics.snapshot("events."):
        print(f"{name} {number}")
    return 0


def run_sections(options: argparse.Namespace) -> int:
    print("\n".join(section_names()))
    return 0


COMMANDS: Dict[str, Command] = {
    "all": run_all,
    "crawl": run_crawl,
    "report": run_report,
    "search": run_search,
    "sections": run_sections,
}
