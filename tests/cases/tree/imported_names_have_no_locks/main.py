from pkg import api, registry


def main():
    for future in api.futures + [api.start(str(n)) for n in range(3)]:
        future.result()
    print(registry.started(), sorted(registry.entries))


if __name__ == "__main__":
    main()
