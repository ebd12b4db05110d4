import sys
from lockweave import concurrent
errors = []
def report(kind, error, trace):
    errors.append(error)
report(None, "start", None)
sys.excepthook = report
@concurrent
def work(n):
    errors.append(n)
def main():
    work(1).result()
    print(len(errors))
