PENDING: list[ANY] = []
