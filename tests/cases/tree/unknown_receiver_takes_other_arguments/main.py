import state
from lockweave import concurrent

seen = []


@concurrent
def work(options, source):
    # What `options` is, nobody knows: but no Store, whose `get` takes three arguments.
    name = options.get("name")
    # This may be one.
    source.close()
    seen.append(name)
    state.closed += 1
    state.looked_up += 1


def main():
    work({"name": "a"}, state.Store()).result()
    print(seen, state.closed, state.looked_up)
