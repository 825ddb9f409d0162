"""What generated operation classes stand on: one method per kind of answer, and the seam to the transport.

A generated method builds one ``Request`` and hands it with the type of the answer to one of these. Everything that is the
same for all operations (credentials, retries, errors, decoding) lies behind ``Caller``.
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
from cortex_async._core.paging import Page, Pager
from cortex_async._core.request import Request
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.strings.media import media_type, no_whole_content
from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.response import Response, StreamedResponse
    from cortex_async._core.stream import EventStream, StreamOptions

T = TypeVar("T")

Answer: TypeAlias = type[T] | Callable[[Any], T]
"""What an answer becomes: a type, or an emitted function where no one type says it."""


Identity: TypeAlias = tuple[object, *tuple[Hashable, ...]]
"""Whom a caller calls and as whom. The first part is the transport, which can be referenced weakly."""


class Caller(Protocol):
    """The client as operations and live views see it."""

    @property
    def codec(self) -> Codec: ...

    @property
    def clock(self) -> Clock:
        """Times retries and waits."""
        ...

    @property
    def waits(self) -> Clock:
        """``clock`` for waits between calls: its sleeps end with ``ClientClosed`` when the client closes."""
        ...

    @property
    def identity(self) -> Identity:
        """Equal for callers that reach the same server over the same transport with the same credential."""
        ...

    @property
    def unhooked(self) -> Caller:
        """The same caller without what the sync version wraps around it, for what lives on the event loop."""
        ...

    def adopt(self, task: asyncio.Task[object]) -> None:
        """Make closing wait for ``task``, which belongs to the SDK and ends when its calls and streams do."""
        ...

    def send(self, request: Request, options: Options) -> Coroutine[Any, Any, Response]:
        """The complete answer with a 2xx status. Raises the typed error otherwise."""
        ...

    def open(self, request: Request, options: Options) -> AbstractAsyncContextManager[StreamedResponse]:
        """The answer with its body still to be read; leaving the context gives the connection back."""
        ...

    def events(
        self, request: Request, event: Callable[[Mapping[str, Any]], T], options: StreamOptions
    ) -> EventStream[T]:
        """A resuming stream of server-sent events, each decoded by ``event``."""
        ...


class Operations(NotCopyable):
    """The operations of one resource in one scope.

    ``bound`` holds the path values that the scope has fixed, e.g. the project id; it is empty for an account.
    """

    __slots__ = ("_bound", "_caller")

    def __init__(self, caller: Caller, bound: tuple[str, ...] = ()) -> None:
        self._caller = caller
        self._bound = bound

    async def _call(self, request: Request, answer: Answer[T], options: Options) -> T:
        codec = self._caller.codec
        # What decodes is loaded before anything is sent: where a part of the program is missing, nothing has happened yet.
        decode = codec.decoder(answer)
        response = await self._caller.send(request, options)
        typed: T = codec.decoded(response, decode, request)
        return typed

    async def _call_by_status(
        self, request: Request, answers: Mapping[int, Answer[T]], options: Options
    ) -> T:
        """For answers that differ by status; the key 2 stands for every 2xx without one of its own.

        Raises ``DecodeError`` for a success that the document does not describe.
        """
        self._load(answers.values())
        response = await self._caller.send(request, options)
        answer = answers.get(response.status) or answers.get(response.status // 100)
        if answer is None:
            known = " or ".join("2xx" if status == 2 else str(status) for status in answers)
            raise self._caller.codec.unexpected(response, request, f"status {known}", f"{response.status}")
        return self._read(response, answer, request)

    async def _call_by_media(self, request: Request, answers: Mapping[str, Answer[T]], options: Options) -> T:
        """For answers that differ by their content type. Raises ``DecodeError`` for one that the document does not name."""
        self._load(answers.values())
        response = await self._caller.send(request, options)
        stated = media_type(response.headers.get("content-type", ""))
        answer = answers.get(stated)
        if answer is None:
            got = stated or "no content type"
            raise self._caller.codec.unexpected(response, request, " or ".join(answers), got)
        return self._read(response, answer, request)

    def _load(self, answers: Iterable[Answer[T]]) -> None:
        for answer in answers:
            self._caller.codec.decoder(answer)

    def _read(self, response: Response, answer: Answer[T], request: Request) -> T:
        if answer is NoneType:
            return cast("T", None)
        if answer is bytes:
            return cast("T", response.body)
        if answer is str and media_type(response.headers.get("content-type", "")).startswith("text/"):
            return cast("T", response.text())
        return self._caller.codec.decode_response(response, answer, request)

    async def _call_json(self, request: Request, options: Options) -> JSON:
        """For answers that the document does not describe: parsed JSON, text, or None for an empty body."""
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
        """For bodies that are kept as they come. Raises ``DecodeError`` for another media type than the spec names."""
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
        """A pager over an operation with ``limit`` and ``offset``; ``items`` names the list in the answer, None if it is the answer.

        Raises ``ArgumentError`` at once for what no page could be asked for with.
        """
        check_options(options, OPTION_NAMES, request.route.keywords)
        request = settled(request)

        async def fetch(offset: int, limit: int) -> Page[T]:
            query = {**(request.query or {}), "limit": limit, "offset": offset}
            self._load((item,))
            paged = Request(request.route, request.path, query, request.headers, request.body)
            response = await self._caller.send(paged, options)
            return self._caller.codec.decode_page(response, item, items, offset, request)

        return Pager(fetch, page_size=page_size, max_items=max_items, offset=offset)
