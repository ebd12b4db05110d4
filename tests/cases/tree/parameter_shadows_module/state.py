total = 7
