"""The filter of the page, from its query: which requests and events are shown."""

from __future__ import annotations

import json
from typing import Literal, TypeAlias
from urllib.parse import parse_qs

from attrs import frozen

from cortex_async.emulator.exchanges import Exchange
from cortex_async.emulator.records import Record

Show: TypeAlias = Literal["all", "errors", "4xx", "5xx", "none"]

LABELS: dict[Show, str] = {
    "all": "All requests",
    "errors": "All errors",
    "4xx": "4xx",
    "5xx": "5xx",
    "none": "No response",
}
_KNOWN: dict[str, Show] = {show: show for show in LABELS}
MAX_SEARCH = 200


@frozen
class Filter:
    """What to show.

    search: words, all of which must occur; empty for everything.
    """

    search: str = ""
    show: Show = "all"

    @classmethod
    def parse(cls, query: str) -> Filter:
        """The filter of a query string. Unknown values count as not given."""
        try:
            given = parse_qs(query, errors="replace", max_num_fields=20)
        except ValueError:
            given = {}
        wanted = given.get("show", ["all"])[-1]
        show = _KNOWN.get(wanted, "all")
        return cls(given.get("q", [""])[-1][:MAX_SEARCH].strip(), show)

    def request(self, exchange: Exchange) -> bool:
        """Whether a request is shown. The search looks at what is recorded, which has no secrets."""
        request = exchange.request
        return self._status(request.status) and self._finds(
            f"{request} {request.headers.get('User-Agent', '')} {_dumped(request.body)}"
        )

    def event(self, event: Record) -> bool:
        """Whether an event, already redacted, is shown."""
        return self._finds(_dumped(event))

    def _status(self, status: int | None) -> bool:
        match self.show:
            case "errors":
                return status is None or status >= 400
            case "4xx":
                return status is not None and 400 <= status < 500
            case "5xx":
                return status is not None and status >= 500
            case "none":
                return status is None
            case _:
                return True

    def _finds(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self.search.casefold().split())


def _dumped(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
