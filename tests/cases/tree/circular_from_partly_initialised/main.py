import first


def main():
    for future in first.record_all() + first.record_all():
        future.result()
    print(sorted(first.hits.items()))
