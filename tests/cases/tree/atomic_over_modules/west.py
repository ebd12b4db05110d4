stock = {"bolts": 0}
