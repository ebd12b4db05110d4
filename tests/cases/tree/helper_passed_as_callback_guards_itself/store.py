hits = {}


def _put(page):
    hits[page] = hits.get(page, 0) + 1


def watch(future):
    future.add_done_callback(lambda done: _put(done.result()))
    return future
