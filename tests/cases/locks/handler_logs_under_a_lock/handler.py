import logging

records = []


class Memory(logging.Handler):
    def emit(self, record):
        records.append(record.getMessage())


def setup():
    log = logging.getLogger("lg")
    log.addHandler(Memory())
    log.setLevel(logging.INFO)
    log.propagate = False
