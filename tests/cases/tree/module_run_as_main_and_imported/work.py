import app


def record_all():
    return [app.record(page) for page in "xyz"]


def pages():
    return sorted(app.hits)
