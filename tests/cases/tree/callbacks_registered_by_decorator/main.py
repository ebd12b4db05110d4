import texts
from lockweave import concurrent
from registry import handle


@concurrent
def work(text):
    handle("text", text)


def main():
    for future in [work(text) for text in ("a b", "c", "d e f")]:
        future.result()
    print(texts.words)
