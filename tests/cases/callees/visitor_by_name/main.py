# `getattr` with a computed name may give any method that starts so.
import state
from lockweave import concurrent


class Visitor:
    def visit(self, node):
        return getattr(self, "visit_" + type(node).__name__)(node)

    def visit_int(self, node):
        state.tick()

    def visit_str(self, node):
        state.tally.add()


@concurrent
def work(n):
    Visitor().visit(n)
    Visitor().visit(str(n))


def main():
    for future in [work(n) for n in range(20)]:
        future.result()
    print(state.total, state.tally.count)
