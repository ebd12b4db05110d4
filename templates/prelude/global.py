global NAMES
