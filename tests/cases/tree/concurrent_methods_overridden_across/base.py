from lockweave import concurrent

log = []


class Job:
    @concurrent
    def run(self, n):
        log.append(("job", n))
        return n
