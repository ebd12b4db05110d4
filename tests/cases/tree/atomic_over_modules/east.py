stock = {"bolts": 5}
