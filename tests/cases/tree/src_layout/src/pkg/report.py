import pkg.state


def lines():
    return [f"{page}: {count}" for page, count in pkg.state.hits.items()]
