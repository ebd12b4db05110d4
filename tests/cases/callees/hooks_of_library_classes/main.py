# A library calls the methods that a class of the program has for it.
import ast
import html.parser
import io

import state
from lockweave import concurrent


class Names(ast.NodeVisitor):
    def visit_Name(self, node):
        state.tick()


class Text(html.parser.HTMLParser):
    def handle_data(self, data):
        state.tally.add()


class Console(io.StringIO):
    def write(self, text):
        state.tick()
        return len(text)


console = Console()


@concurrent
def work(n):
    Names().visit(ast.parse("a"))
    Text().feed("<p>x</p>")
    print("x", end="", file=console)


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
