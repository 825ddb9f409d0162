"""The requests of a feed: its sessions, and the messages of one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async._core.operations import Caller
from cortex_async._core.request import Request
from cortex_async._core.retry import server_time
from cortex_async._generated import models
from cortex_async._generated.operations.project import messages, sessions
from cortex_async.feeds.events import microseconds
from cortex_async.live.fetching import decode_response

T = TypeVar("T")

FEW = 20
"""So many chosen sessions are fetched one by one instead of listing the whole project."""


@frozen
class Listed:
    """A session in a response. created: microseconds since 1970."""

    id: str
    created: int
    ended: bool


@frozen
class Transcribed:
    """The messages of a session in the server's order, each with its time in microseconds since 1970.

    date: when the response was sent, in Unix seconds by the server's clock; None if it does not say.
    """

    rows: list[tuple[models.Message, int]]
    date: float | None


class FeedFetcher:
    """Fetches what a feed needs.

    chosen: ids of the sessions that it follows, None for all.
    date: of the latest response about sessions, in Unix seconds; None if it did not say.
    """

    def __init__(self, caller: Caller, bound: tuple[str, ...], chosen: tuple[str, ...] | None) -> None:
        self._caller = caller
        self._bound = bound
        self._chosen = chosen
        self.date: float | None = None

    async def sessions(self, *, all_of_them: bool = False) -> list[Listed]:
        """The sessions that the feed follows, without those that do not exist.

        all_of_them: whether a chosen session that does not exist raises ``NotFound``.
        """
        chosen = self._chosen
        found: dict[str, Listed] = {}
        if chosen is None or len(chosen) > FEW:
            request = Request(sessions.LIST, self._bound)
            listed, self.date = await self._fetch(request, list[models.Session], _listed)
            if chosen is None:
                return listed
            found = {one.id: one for one in listed}
        for session_id in chosen:
            if session_id not in found:
                try:
                    found[session_id] = await self._one(session_id)
                except NotFound:
                    if all_of_them:
                        raise
        return [found[one] for one in chosen if one in found]

    async def messages(self, session_id: str) -> Transcribed:
        """All messages of a session. Raises what the call raises, ``DecodeError`` for rows without an id."""
        request = Request(messages.LIST, (*self._bound, session_id))
        rows, date = await self._fetch(request, list[models.Message], _transcribed)
        return Transcribed(rows, date)

    async def _one(self, session_id: str) -> Listed:
        request = Request(sessions.GET, (*self._bound, session_id))
        found, self.date = await self._fetch(request, models.Session, _listed)
        return found[0]

    async def _fetch(
        self, request: Request, result: object, read: Callable[[Any], T]
    ) -> tuple[list[T], float | None]:
        """The rows of a response, and its date."""
        codec = self._caller.codec
        # Load the decoder before anything is sent.
        decode = codec.decoder(result)
        response = await self._caller.send(request, {})
        decoded: object = await decode_response(response, lambda: codec.decoded(response, decode, request))
        rows = cast("list[object]", decoded) if isinstance(decoded, list) else [decoded]
        try:
            return [read(row) for row in rows], server_time(response.headers)
        except (AttributeError, TypeError, ValueError):
            # Decoders let null pass. Skipping the row would silently lose a message.
            raise codec.unexpected(response, request, "complete objects", "one with null in it") from None


def _listed(row: models.Session) -> Listed:
    return Listed(_id(row), microseconds(row.created_at), row.status == "ended")


def _transcribed(row: models.Message) -> tuple[models.Message, int]:
    _id(row)
    if not isinstance(row.content, str) or not isinstance(row.sender_name, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # null from a server
        raise TypeError("a message without text")
    return row, microseconds(row.timestamp)


def _id(row: models.Session | models.Message) -> str:
    if not isinstance(row.id, str) or not row.id:  # pyright: ignore[reportUnnecessaryIsInstance]  # null from a server
        raise TypeError("an object without an id")
    return row.id
