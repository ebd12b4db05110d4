digests = {}
