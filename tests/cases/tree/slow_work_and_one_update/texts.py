table = {"a": "first text", "b": "second text"}
