lines = []


class MemorySink:
    def write_line(self, line):
        lines.append(line)
