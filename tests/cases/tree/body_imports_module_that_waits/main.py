import work


def main():
    print(work.first)
