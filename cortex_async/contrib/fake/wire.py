"""What a fake server is asked and what it answers, as values and on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

import orjson
from aiohttp import web
from attrs import field, frozen

from cortex_async.emulator._connection import json_response  # pyright: ignore[reportPrivateUsage]  # the fakes are the emulator's kin
from cortex_async.emulator.records import Record

BODY_LIMIT = 16 * 1024 * 1024


@frozen
class Asked:
    """One request. ``target`` is path and query as they came, ``path`` holds the values of the template's parameters."""

    method: str
    target: str = field(repr=False)
    path: Mapping[str, str]
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@frozen
class Reply:
    """body: JSON, text, bytes, or None for none. close: no answer at all.

    cut_after: bytes after which the connection breaks; ``gate`` is waited for before it does, e.g. until they are read.
    """

    status: int = 200
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    cut_after: int | None = None
    gate: asyncio.Event | None = None
    close: bool = False


Handler: TypeAlias = Callable[[Asked], Reply]


class Unshown(dict[str, Any]):
    """A JSON object that may hold secrets: its repr has the names of its members only."""

    def __repr__(self) -> str:
        return f"{{{', '.join(self)}}}"


@frozen
class FakeRoute:
    """One operation. Where several templates fit, the one with the fewest parameters counts."""

    operation: str
    method: str
    template: str
    handler: Handler = field(repr=False)

    def match(self, segments: list[str]) -> dict[str, str] | None:
        own = self.template.strip("/").split("/")
        if len(own) != len(segments):
            return None
        values: dict[str, str] = {}
        for name, given in zip(own, segments, strict=True):
            if name.startswith("{"):
                values[name[1:-1]] = given
            elif name != given:
                return None
        return values


def json_body(asked: Asked) -> Record:
    """The body as an object; an empty one if there is none. Raises ``ValueError`` for what is no JSON object."""
    parsed: object = orjson.loads(asked.body) if asked.body else {}
    if not isinstance(parsed, dict):
        raise ValueError("body must be object")
    return cast("Record", parsed)


def utf16_units(text: str) -> int:
    """The length of a string as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


async def read_body(request: web.BaseRequest) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, len(body))
    return bytes(body)


async def send(request: web.BaseRequest, reply: Reply, response: web.Response) -> web.StreamResponse:
    if reply.close:
        request.protocol.force_close()
        return response
    if reply.cut_after is None:
        return response
    whole = response.body if isinstance(response.body, bytes) else b""
    cut = web.StreamResponse(status=response.status, headers=response.headers)
    cut.content_length = len(whole)
    await cut.prepare(request)
    await cut.write(whole[: reply.cut_after])
    if reply.gate is not None:
        await reply.gate.wait()
    request.protocol.force_close()
    return cut


def written(reply: Reply) -> web.Response:
    match reply.body:
        case None:
            response = web.Response(status=reply.status)
        case bytes() as raw:
            response = web.Response(status=reply.status, body=raw)
        case str() as text:
            response = web.Response(status=reply.status, text=text)
        case _:
            response = json_response(reply.status, reply.body)
    response.headers.update(reply.headers)
    return response
