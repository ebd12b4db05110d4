from MODULE import THERE as LOCK
