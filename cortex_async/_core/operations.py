"""The base class of generated operations, and the interface to the client below it.

A generated method builds one ``Request`` and passes it with the type of the response to a method of
``Operations``. Everything that is the same for all operations (credentials, retries, errors, decoding) is
behind ``Caller``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from types import NoneType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

from cortex_async._core.call.defaults import check_options
from cortex_async._core.call.prepare import settled
from cortex_async._core.options import OPTION_NAMES, Options
from cortex_async._core.request import Request
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.strings.media import media_type, no_whole_content
from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.paging import Page, Pager
    from cortex_async._core.response import Response, StreamedResponse
    from cortex_async._core.stream import EventStream, StreamOptions
    from cortex_async._core.telemetry.listeners import Listeners

T = TypeVar("T")

ResultType: TypeAlias = type[T] | Callable[[Any], T]
"""What a response is decoded to: a type, or an emitted function if no single type describes it."""

Identity: TypeAlias = tuple[object, *tuple[Hashable, ...]]
"""Which server a caller calls, with which credential and idle limit.

The first part is the transport, which can be referenced weakly.
"""


class Caller(Protocol):
    """The client, as seen by operations and live views."""

    @property
    def codec(self) -> Codec: ...

    @property
    def clock(self) -> Clock:
        """The clock of retries and waits."""
        ...

    @property
    def waits(self) -> Clock:
        """``clock`` for waits between calls: its sleeps raise ``ClientClosed`` when the client closes."""
        ...

    @property
    def identity(self) -> Identity:
        """Equal for callers whose live views can share one event stream."""
        ...

    @property
    def listeners(self) -> Listeners | None:
        """The observers, None if there are none."""
        ...

    @property
    def unhooked(self) -> Caller:
        """This caller without the wrapper of the sync version, for code that runs on the event loop."""
        ...

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Make closing wait for a task of the SDK, which ends when its calls and streams do."""
        ...

    def send(self, request: Request, options: Options) -> Coroutine[Any, Any, Response]:
        """Return the complete response with a 2xx status. Raises the typed error otherwise."""
        ...

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]:
        """Return the response before its body is read; leaving the context releases the connection."""
        ...

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        """Return a stream of server-sent events, each decoded by ``event``."""
        ...


class Operations(NotCopyable):
    """The operations of one resource in one scope.

    bound: path values that the scope fixes, e.g. the project id; empty for an account.
    """

    __slots__ = ("_bound", "_caller")

    def __init__(self, caller: Caller, bound: tuple[str, ...] = ()) -> None:
        self._caller = caller
        self._bound = bound

    async def _call(self, request: Request, result: ResultType[T], options: Options) -> T:
        codec = self._caller.codec
        # Load the decoder before sending: if a module is missing, e.g. in a packed program, nothing has
        # happened yet.
        decode = codec.decoder(result)
        response = await self._caller.send(request, options)
        typed: T = codec.decoded(response, decode, request)
        return typed

    async def _call_by_status(
        self, request: Request, results: Mapping[int, ResultType[T]], options: Options
    ) -> T:
        """Call an operation whose response depends on the status.

        The key 2 stands for every 2xx status without a key of its own. Raises ``DecodeError`` for a 2xx
        status that the spec does not declare.
        """
        self._load(results.values())
        response = await self._caller.send(request, options)
        result = results.get(response.status) or results.get(response.status // 100)
        if result is None:
            known = " or ".join("2xx" if status == 2 else str(status) for status in results)
            raise self._caller.codec.unexpected(response, request, f"status {known}", f"{response.status}")
        return self._decode(response, result, request)

    async def _call_by_media(
        self, request: Request, results: Mapping[str, ResultType[T]], options: Options
    ) -> T:
        """Call an operation whose response depends on the content type.

        Raises ``DecodeError`` for a content type that the spec does not declare.
        """
        self._load(results.values())
        response = await self._caller.send(request, options)
        received = media_type(response.headers.get("content-type", ""))
        result = results.get(received)
        if result is None:
            got = received or "no content type"
            raise self._caller.codec.unexpected(response, request, " or ".join(results), got)
        return self._decode(response, result, request)

    def _load(self, results: Iterable[ResultType[T]]) -> None:
        for result in results:
            self._caller.codec.decoder(result)

    def _decode(self, response: Response, result: ResultType[T], request: Request) -> T:
        if result is NoneType:
            return cast("T", None)
        if result is bytes:
            return cast("T", response.body)
        if result is str and media_type(response.headers.get("content-type", "")).startswith("text/"):
            return cast("T", response.text())
        return self._caller.codec.decode_response(response, result, request)

    async def _call_json(self, request: Request, options: Options) -> JSON:
        """Call an operation whose response the spec does not declare.

        Returns parsed JSON, a string, or None for an empty body.
        """
        response = await self._caller.send(request, options)
        return self._caller.codec.decode_undeclared(response)

    async def _call_none(self, request: Request, options: Options) -> None:
        await self._caller.send(request, options)

    async def _call_text(self, request: Request, options: Options) -> str:
        return (await self._caller.send(request, options)).text()

    async def _call_bytes(self, request: Request, options: Options) -> bytes:
        response = await self._caller.send(request, options)
        self._require_whole(response, request)
        return response.body

    def _require_whole(self, response: Response | StreamedResponse, request: Request) -> None:
        """Check a response whose body is kept as it is.

        Raises ``DecodeError`` for a media type that the spec does not declare.
        """
        accept = request.route.accept
        got = no_whole_content(accept, response.status, response.headers)
        if got is not None:
            raise self._caller.codec.unexpected(response, request, accept, got)

    def _events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        return self._caller.events(request, event, options)

    def _pages(
        self,
        request: Request,
        item: type[T],
        items: str | None,
        options: Options,
        *,
        page_size: int,
        max_items: int | None,
        offset: int,
    ) -> Pager[T]:
        """Return a pager over an operation with ``limit`` and ``offset``.

        items: name of the list in the response, None if the response is the list.

        Raises ``ArgumentError`` at once for arguments that cannot be sent.
        """
        # Imported late: most operations have no pages.
        from cortex_async._core.paging import Pager

        check_options(options, OPTION_NAMES, request.route.keywords)
        request = settled(request)

        async def fetch(offset: int, limit: int) -> Page[T]:
            query = {**(request.query or {}), "limit": limit, "offset": offset}
            self._load((item,))
            paged = Request(request.route, request.path, query, request.headers, request.body)
            response = await self._caller.send(paged, options)
            return self._caller.codec.decode_page(response, item, items, offset, request)

        return Pager(fetch, page_size=page_size, max_items=max_items, offset=offset)

    async def _all_pages(
        self,
        request: Request,
        item: type[T],
        items: str | None,
        options: Options,
        *,
        page_size: int,
        max_items: int | None,
        offset: int,
    ) -> list[T]:
        """The items of all pages, for an operation that returned a whole list before it had pages."""
        pager = self._pages(
            request, item, items, options, page_size=page_size, max_items=max_items, offset=offset
        )
        return await pager.all()
