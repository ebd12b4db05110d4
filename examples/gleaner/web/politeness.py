"""How much is asked of each host. One ledger for all threads, as attributes of its class."""

from __future__ import annotations

from types import TracebackType
from typing import ClassVar, Dict, List, Optional, Tuple, Type


class HostLedger:
    """Books a visit of a host while it lasts.

    ``with HostLedger(host):`` around each download. Counts what is under way and what has been done.
    """

    visits: ClassVar[Dict[str, int]] = {}
    under_way: ClassVar[Dict[str, int]] = {}
    busiest: ClassVar[int] = 0

    def __init__(self, host: str) -> None:
        self.host = host

    def __enter__(self) -> HostLedger:
        cls = type(self)
        busy = cls.under_way.get(self.host, 0) + 1
        HostLedger.under_way[self.host] = busy
        HostLedger.busiest = max(HostLedger.busiest, busy)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        HostLedger.under_way[self.host] -= 1
        HostLedger.visits[self.host] = HostLedger.visits.get(self.host, 0) + 1

    @classmethod
    def idle(cls) -> bool:
        """Whether nothing is under way."""
        return not any(cls.under_way.values())

    @classmethod
    def totals(cls) -> List[Tuple[str, int]]:
        """Hosts with their visits, the most visited first."""
        return sorted(cls.visits.items(), key=lambda item: (-item[1], item[0]))

    @classmethod
    def reset(cls) -> None:
        cls.visits.clear()
        cls.under_way.clear()
        cls.busiest = 0
