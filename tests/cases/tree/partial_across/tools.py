from functools import partial

import store

bump = partial(store.put, store.hits, by=1)
