import app
import app.core
from app.core.tally import count, forget, snapshot

done = []


@app.core.in_background
def note(name):
    done.append(name)


def main():
    for future in [count(name) for name in "abcabaaa"]:
        future.result()
    forget("b").result()
    note("end").result()
    print(snapshot(), done, app.LIMIT)
