"""Who holds the lock of an archive, as the lock itself says."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime
from typing import Any, Self, cast

from attrs import frozen

from cortex_async._core.strings.wording import printable, shortened
from cortex_async._core.timing.clock import unix

_LONGEST_HOST = 100


@frozen(kw_only=True)
class Owner:
    """A run that holds a lock.

    host: name of its computer. pid: its process. since: when it took the lock, in UTC.
    """

    host: str
    pid: int
    since: datetime

    @classmethod
    def this_process(cls) -> Self:
        return cls(
            host=socket.gethostname(),
            pid=os.getpid(),
            since=datetime.fromtimestamp(unix(), UTC).replace(microsecond=0),
        )

    @classmethod
    def read(cls, content: bytes) -> Self | None:
        """Read what ``to_json`` has made; None for anything else, such as a lock that is half written."""
        try:
            members = cast("dict[str, Any]", json.loads(content))
            since = datetime.fromisoformat(members["since"]).astimezone(UTC)
            return cls(host=str(members["host"]), pid=int(members["pid"]), since=since)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return None

    def to_json(self) -> dict[str, object]:
        return {"host": self.host, "pid": self.pid, "since": self.since.isoformat()}

    def __str__(self) -> str:
        host = shortened(printable(self.host), _LONGEST_HOST)
        return f"process {self.pid} on {host} since {self.since:%Y-%m-%d %H:%M:%S} UTC"
