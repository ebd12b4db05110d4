debug = False
level = 1
