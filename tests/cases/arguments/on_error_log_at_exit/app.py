# Futures that live as long as the program log what nobody asked for when it ends.
import logging

from lockweave import concurrent

sent: list[str] = []


@concurrent(on_error="log")
def send(mail: str) -> None:
    sent.append(mail)
    if "@" not in mail:
        raise ValueError(mail)


kept = [send("one"), send("two@example.com")]


def main() -> None:
    logging.basicConfig(format="%(levelname)s")
    more = send("three")
    try:
        more.result()
    except ValueError as error:
        print(error)
    print("end")


if __name__ == "__main__":
    main()
