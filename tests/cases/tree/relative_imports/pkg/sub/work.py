from lockweave import concurrent

from .. import state
from ..state import hits
from . import names


@concurrent
def record(page):
    key = names.PREFIX + page
    hits[key] = hits.get(key, 0) + 1
    state.total += 1
