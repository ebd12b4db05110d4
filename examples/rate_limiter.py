"""Let each client through a few times in a while, and no more often.

State lives in class attributes. `allow` checks and then acts: between the two nobody else may take the last place.
"""

import time
from typing import Dict, List

from lockweave import concurrent

LIMIT = 5
WINDOW = 600.0


class Limiter:
    """A sliding window for each client."""

    passes: Dict[str, List[float]] = {}
    refused = 0

    @classmethod
    def forget(cls, client: str, before: float) -> None:
        """Drop what is older than the window."""
        cls.passes[client] = [moment for moment in cls.passes.get(client, []) if moment >= before]

    @classmethod
    @concurrent
    def allow(cls, client: str) -> bool:
        """Whether `client` may go through now; if so, it is counted."""
        now = time.monotonic()
        cls.forget(client, before=now - WINDOW)
        if len(cls.passes[client]) >= LIMIT:
            cls.refused += 1
            return False
        cls.passes[client].append(now)
        return True


def main() -> None:
    clients = ("alpha", "beta", "gamma")
    rounds = 20
    answers = {client: [Limiter.allow(client) for _ in range(rounds)] for client in clients}

    for client in clients:
        allowed = sum(future.result() for future in answers[client])
        print(f"{client:6} {allowed} of {rounds}")
        assert allowed == LIMIT, "nobody slips through between the check and the count"
    print(f"{Limiter.refused} refused")
    assert Limiter.refused == len(clients) * (rounds - LIMIT)


if __name__ == "__main__":
    main()
