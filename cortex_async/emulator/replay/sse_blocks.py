"""Splitting an event stream into complete events:
https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from __future__ import annotations

import re

_NEWLINE = rb"(?>\r\n|\n|\r)"
_END = re.compile(_NEWLINE + _NEWLINE)
_COMMENT = re.compile(rb"(?::[^\r\n]*)?" + _NEWLINE)
_ID = re.compile(r"^id(?:: ?(.*))?$", re.MULTILINE)


class Splitter:
    """Collects bytes and returns complete events. What is longer than ``limit`` bytes is given up."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._searched = 0
        self._skipping = 0

    @property
    def rest(self) -> int:
        """The size of the incomplete event at the end, in bytes."""
        return len(self._buffer) + self._skipping

    def feed(self, data: bytes) -> list[bytes | int]:
        """The events that are complete now. One that is too long is only its size."""
        self._buffer += data
        found: list[bytes | int] = []
        while (end := self._end()) is not None:
            block = bytes(self._buffer[:end])
            del self._buffer[:end]
            size = self._skipping + len(block)
            found.append(size if size > self._limit else block)
            self._searched = self._skipping = 0
        if len(self._buffer) > self._limit:
            # The last bytes may be the first half of the end.
            self._skipping += len(self._buffer) - 3
            del self._buffer[:-3]
        self._searched = max(0, len(self._buffer) - 3)
        return found

    def _end(self) -> int | None:
        comment = None if self._skipping else _COMMENT.match(self._buffer)
        match = comment or _END.search(self._buffer, self._searched)
        return match.end() if match else None


def id_of(event: str) -> str | None:
    """The id that an event sets, None if it sets none."""
    found = _ID.findall(event.replace("\r\n", "\n").replace("\r", "\n"))
    return found[-1] if found else None
