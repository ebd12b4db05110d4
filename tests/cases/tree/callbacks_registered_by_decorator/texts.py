from registry import handles

words = 0


@handles("text")
def count_words(text):
    global words
    words += len(text.split())
    return words
