"""The requests that a view makes: for its whole list, and for one object of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from attrs import frozen

from cortex_async._core.call_errors import NotFound
from cortex_async._core.operations import Caller
from cortex_async._core.paging import Page
from cortex_async._core.request import Request
from cortex_async._core.response import Response
from cortex_async.live.fetching import Fetcher, decode_response
from cortex_async.live.object_state import Fetched, MergeRules
from cortex_async.live.pagination import FetchedPage, fetch_pages
from cortex_async.live.reconcile import Snapshot
from cortex_async.live.time_bounds import TimeBounds, bounds_of_event, bounds_of_response
from cortex_async.live.updates import Topic

T = TypeVar("T")

PAGE_SIZE = 50
"""Rows per request: the example value in the API's own spec."""


_EPOCH = datetime.fromtimestamp(0, UTC)


def _unchanged(row: Any) -> Any:
    return row


@frozen
class ResourceKind(Generic[T]):
    """What objects of one kind have in common.

    model: type of the rows in responses. convert: makes a row what the view shows.
    created: the time that objects are sorted by.
    updated: the time of the last change according to the object itself; None if it has none.
    """

    model: type
    created: Callable[[T], datetime | None]
    updated: Callable[[T], datetime | None] | None = None
    convert: Callable[[Any], T] = _unchanged
    rules: MergeRules[T] = MergeRules()  # noqa: RUF009  (immutable)

    def key(self, value: T) -> str:
        return cast("str", cast("Any", value).id)

    def order(self, value: T) -> datetime:
        return self.created(value) or _EPOCH

    def bounds(self, value: T, of_response: TimeBounds) -> TimeBounds:
        """The bounds of a row, from those of its response."""
        updated = self.updated(value) if self.updated is not None else None
        return of_response if updated is None else bounds_of_event(updated.timestamp())


@frozen
class RestSource(Generic[T]):
    """The objects of one view.

    bound: path values that the scope fixes, i.e. the project id.
    whole: the request for the list, or for the view's only object.
    items: name of the list in a paginated response; None if the response is the list itself.
    single: whether the response is one object rather than a list.
    one: makes the request for one object of the list; None if the API has none.
    """

    caller: Caller
    bound: tuple[str, ...]
    kind: ResourceKind[T]
    topic: Topic
    whole: Request
    items: str | None = None
    single: bool = False
    one: Callable[[str], Request] | None = None

    @property
    def paged(self) -> bool:
        return self.items is not None

    async def snapshot(self, fetcher: Fetcher, watermark: Callable[[], int]) -> Snapshot[T]:
        """All objects. Raises ``NotFound`` if the list's parent does not exist, and what calls raise."""
        if self.single:
            fetched = await self._fetch(fetcher, self.whole, watermark)
            rows = {} if fetched.value is None else {self.kind.key(fetched.value): fetched.value}
            return Snapshot(rows, fetched.as_of, fetched.watermark)

        async def fetch_page(offset: int) -> FetchedPage[T]:
            return await self._page(fetcher, offset, watermark)

        bounds = self.kind.bounds if self.kind.updated is not None else None
        return await fetch_pages(fetch_page, self.kind.key, bounds)

    def empty(self, watermark: int) -> Snapshot[T]:
        """The list of a parent that does not exist."""
        return Snapshot({}, bounds_of_response(None), watermark)

    async def fetch(self, fetcher: Fetcher, key: str, watermark: Callable[[], int]) -> Fetched[T]:
        """One object of the list. Raises ``LookupError`` if the API returns only the whole list."""
        if self.one is None:
            raise LookupError(f"objects of the kind {self.topic[0]} cannot be fetched one by one")
        return await self._fetch(fetcher, self.one(key), watermark)

    async def _fetch(self, fetcher: Fetcher, request: Request, watermark: Callable[[], int]) -> Fetched[T]:
        # Load the decoder before anything is sent.
        self.caller.codec.decoder(self.kind.model)
        result = await fetcher.fetch(self.caller, request, watermark)
        if isinstance(result.outcome, NotFound):
            return Fetched(None, result.as_of, result.watermark)
        row: Any = self.caller.codec.decode_response(result.outcome, self.kind.model, request)
        self._require_id(row, result.outcome, request)
        value = self.kind.convert(row)
        return Fetched(value, self.kind.bounds(value, result.as_of), result.watermark)

    async def _page(self, fetcher: Fetcher, offset: int, watermark: Callable[[], int]) -> FetchedPage[T]:
        request = self.whole
        if self.paged:
            request = Request(request.route, request.path, {"limit": PAGE_SIZE, "offset": offset})
        self.caller.codec.decoder(self.kind.model)
        result = await fetcher.fetch(self.caller, request, watermark)
        response, codec, model = result.response(), self.caller.codec, self.kind.model
        page: Page[Any] = await decode_response(
            response, lambda: codec.decode_page(response, model, self.items, offset, request)
        )
        for row in page.items:
            self._require_id(row, response, request)
        convert = self.kind.convert
        rows = page.items if convert is _unchanged else [convert(row) for row in page.items]
        return Page(rows, page.total, offset), result.as_of, result.watermark

    def _require_id(self, row: object, response: Response, request: Request) -> None:
        # Decoders let null pass. Skipping the row would silently make the view differ from the server.
        if not isinstance(getattr(row, "id", None), str):
            got = "null" if row is None else "one without"
            raise self.caller.codec.unexpected(response, request, "objects with an id", got)
