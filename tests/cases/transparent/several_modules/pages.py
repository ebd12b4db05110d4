from lockweave import concurrent


@concurrent(transparent=True)
def load(url: str) -> str:
    return url * 2
