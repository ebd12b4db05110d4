from registry import handler


@handler("upper")
def upper(text):
    return text.upper()


@handler("twice")
def twice(text):
    return text * 2
