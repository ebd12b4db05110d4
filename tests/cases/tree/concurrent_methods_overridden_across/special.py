from base import Job, log
from lockweave import concurrent


class Special(Job):
    @concurrent
    def run(self, n):
        log.append(("special", n))
        return super().run(n).result() + 100
