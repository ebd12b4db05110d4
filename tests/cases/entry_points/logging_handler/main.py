import logging
from lockweave import concurrent
lines = []
class Keep(logging.Handler):
    def emit(self, record):
        lines.append(record.getMessage())
log = logging.getLogger("x")
log.addHandler(Keep())
@concurrent
def work(n):
    log.warning("n %s", n)
    lines.append(str(n))
def main():
    work(1).result()
    print(lines)
