import events

lines = []


def write(what):
    lines.append(what)


events.listen(write)
