import functools

waited = 0


def waits(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        global waited
        waited += 1
        return function(*args, **kwargs).result()

    return wrapper
