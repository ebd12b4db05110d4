# Text of many byte lengths before, inside and after the section: offsets are bytes, columns are characters.
import time

from lockweave import concurrent

zähler: dict[str, int] = {}


@concurrent
def zähle(wort: str) -> str:
    alt = zähler.get(wort, 0); time.sleep(0)  # 🙂 и 漢字
    zähler[wort] = alt + 1; text = "👩‍👩‍👧 é \N{SNOWMAN}"
    return text


def main() -> None:
    for future in [zähle("ä") for _ in range(100)]:
        future.result()
    assert zähler == {"ä": 100}, zähler
    print(ascii(zähler))
