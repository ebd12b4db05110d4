import socketserver

from lockweave import concurrent

seen = {}


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.count("request")

    def count(self, what):
        seen[what] = seen.get(what, 0) + 1
        record(what)


@concurrent
def record(what):
    seen[what] = seen.get(what, 0) + 10


server = socketserver.TCPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
seen["start"] = 1
server.server_close()


def main():
    Handler.count(None, "test")
    record("end").result()
    print(seen["start"], seen["end"])
