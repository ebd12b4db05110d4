import handler
import work

if __name__ == "__main__":
    handler.setup()
    fs = [f for i in range(100) for f in (work.note(i), work.flush())]
    [f.result() for f in fs]
    print(len(handler.records))
