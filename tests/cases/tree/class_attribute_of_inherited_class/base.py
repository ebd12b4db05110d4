class Base:
    made = []
    limit = 3
