"""A copy is nobody else's, also where it is not known of what: the generator needs no lock over its loop."""
from collections import defaultdict

from lockweave import concurrent


class Topics:
    def __init__(self):
        self.members = defaultdict(set)

    @concurrent
    def join(self, topic, member):
        self.members[topic].add(member)

    def each(self, topic):
        for member in self.members[topic].copy():
            yield member

    def named(self, topic):
        found = []
        for member in self.each(topic):
            found.append((topic, member))
        return found


topics = Topics()


def main():
    for future in [topics.join("a", n) for n in range(5)]:
        future.result()
    print(sorted(topics.named("a")))


if __name__ == "__main__":
    main()
