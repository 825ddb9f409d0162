"""Where the objects of a view come from: the requests that list them and fetch one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async._core.operations import Caller
from cortex_async._core.paging import Page
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from cortex_async.live.asking import Asker, read
from cortex_async.live.knowledge import Reading, Rules
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.signals import Topic
from cortex_async.live.stamps import Stamp, of_answer, of_event
from cortex_async.live.walk import PageRead, walk

T = TypeVar("T")

PAGE = 50
"""Rows asked for at once: what the API's own document takes as its example."""


def _as_it_is(row: Any) -> Any:
    return row


@frozen
class Kind(Generic[T]):
    """What objects of one kind have in common.

    model: type of the rows in answers. convert: a row as the view shows it.
    created: what the objects are sorted by.
    updated: when the object itself says that it was last changed; None if it does not.
    """

    model: type
    created: Callable[[T], datetime | None]
    updated: Callable[[T], datetime | None] | None = None
    convert: Callable[[Any], T] = _as_it_is
    rules: Rules[T] = Rules()  # noqa: RUF009  (a value that nobody can change)

    def key(self, value: T) -> str:
        return cast("str", cast("Any", value).id)

    def order(self, value: T) -> float:
        moment = self.created(value)
        return moment.timestamp() if moment is not None else 0.0

    def stamp(self, value: T, answer: Stamp) -> Stamp:
        """That of a row, from that of its answer."""
        moment = self.updated(value) if self.updated is not None else None
        return answer if moment is None else of_event(moment.timestamp())


@frozen
class Source(Generic[T]):
    """The objects of one view.

    whole: the request for the list, or for the one object that the view is about.
    items: name of the list in the answer, which then comes in pages; None if the answer is the list.
    single: whether the answer is one object and no list.
    one: the request for one object of the list; None if the API has none.
    """

    caller: Caller
    kind: Kind[T]
    topic: Topic
    whole: Request
    items: str | None = None
    single: bool = False
    one: Callable[[str], Request] | None = None

    @property
    def paged(self) -> bool:
        return self.items is not None

    async def snapshot(self, asker: Asker, mark: Callable[[], int]) -> Snapshot[T]:
        """All objects. Raises ``NotFound`` if a list belongs to something that does not exist, and what calls raise."""
        if self.single:
            reading = await self._fetch(asker, self.whole, mark)
            rows = {} if reading.value is None else {self.kind.key(reading.value): reading}
            return Snapshot(rows, reading.stamp, reading.mark)

        async def read_page(offset: int) -> PageRead[T]:
            return await self._page(asker, offset, mark)

        return await walk(read_page, self.kind.key, self.kind.stamp)

    def nothing(self, mark: int) -> Snapshot[T]:
        """The list of something that does not exist."""
        return Snapshot({}, of_answer(None), mark)

    async def fetch(self, asker: Asker, key: str, mark: Callable[[], int]) -> Reading[T]:
        """One object of the list. Raises ``LookupError`` if the API gives only the list."""
        if self.one is None:
            raise LookupError(f"objects of the kind {self.topic[0]} cannot be fetched one by one")
        return await self._fetch(asker, self.one(key), mark)

    async def _fetch(self, asker: Asker, request: Request, mark: Callable[[], int]) -> Reading[T]:
        # Loaded before anything is sent.
        self.caller.codec.decoder(self.kind.model)
        answer = await asker.ask(self.caller, request, mark)
        if isinstance(answer.outcome, NotFound):
            return Reading(None, answer.stamp, answer.mark)
        row: Any = self.caller.codec.decode_response(answer.outcome, self.kind.model, request)
        self._require_identity(row, answer.outcome, request)
        value = self.kind.convert(row)
        return Reading(value, self.kind.stamp(value, answer.stamp), answer.mark)

    async def _page(self, asker: Asker, offset: int, mark: Callable[[], int]) -> PageRead[T]:
        request = self.whole
        if self.paged:
            request = Request(request.route, request.path, {"limit": PAGE, "offset": offset})
        self.caller.codec.decoder(self.kind.model)
        answer = await asker.ask(self.caller, request, mark)
        response, codec, model = answer.response(), self.caller.codec, self.kind.model
        page: Page[Any] = await read(
            response, lambda: codec.decode_page(response, model, self.items, offset, request)
        )
        for row in page.items:
            self._require_identity(row, response, request)
        rows = [self.kind.convert(row) for row in page.items]
        return Page(rows, page.total, offset), answer.stamp, answer.mark

    def _require_identity(self, row: object, response: Response, request: Request) -> None:
        # Decoders let null pass. Left out, it would make a view that differs from the server without a word.
        if not isinstance(getattr(row, "id", None), str):
            got = "null" if row is None else "one without"
            raise self.caller.codec.unexpected(response, request, "objects with an id", got)
