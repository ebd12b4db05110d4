import early
import late
import state


def main():
    early.first.result()
    early.record("b").result()
    print(sorted(state.hits.items()))
