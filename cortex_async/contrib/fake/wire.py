"""Requests, replies and routes of a fake server, as values and on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

import orjson
from aiohttp import web
from attrs import field, frozen

from cortex_async.emulator._connection import json_response  # pyright: ignore[reportPrivateUsage]  # the fakes build on the emulator
from cortex_async.emulator.records import Record

BODY_LIMIT = 16 * 1024 * 1024


@frozen
class FakeRequest:
    """One request. ``target`` is path and query as received, ``path`` the values of the path parameters."""

    method: str
    target: str = field(repr=False)
    path: Mapping[str, str]
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@frozen
class Reply:
    """The response to one request.

    body: JSON, a string, bytes, or None for an empty body.
    cut_after: number of bytes after which the connection breaks.
    gate: awaited before it breaks, e.g. until the client has read these bytes.
    close: close the connection without a response.
    """

    status: int = 200
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    cut_after: int | None = None
    gate: asyncio.Event | None = None
    close: bool = False


Handler: TypeAlias = Callable[[FakeRequest], Reply]


class SecretObject(dict[str, Any]):
    """A JSON object that may contain secrets: its repr shows only the names of its members."""

    def __repr__(self) -> str:
        return f"{{{', '.join(self)}}}"


@frozen
class FakeRoute:
    """One operation. If several templates match a path, the one with the fewest parameters is used."""

    operation: str
    method: str
    template: str
    handler: Handler = field(repr=False)

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The path parameters by name, None if the path does not match."""
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


def json_body(request: FakeRequest) -> Record:
    """The body as a JSON object, empty if there is no body. Raises ``ValueError`` for anything else."""
    parsed: object = orjson.loads(request.body) if request.body else {}
    if not isinstance(parsed, dict):
        raise ValueError("body must be object")
    return cast("Record", parsed)


def utf16_units(string: str) -> int:
    """The length of a string in UTF-16 code units, as JavaScript counts it."""
    return len(string.encode("utf-16-le", "surrogatepass")) // 2


async def read_body(request: web.BaseRequest) -> bytes:
    """The body of a request. Raises aiohttp's 413 above 16 MiB."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, len(body))
    return bytes(body)


async def send(request: web.BaseRequest, reply: Reply, response: web.Response) -> web.StreamResponse:
    """Send a response, with the reply's fault if it has one."""
    if reply.close:
        request.protocol.force_close()
        return response
    if reply.cut_after is None:
        return response
    body = response.body if isinstance(response.body, bytes) else b""
    cut = web.StreamResponse(status=response.status, headers=response.headers)
    cut.content_length = len(body)
    await cut.prepare(request)
    await cut.write(body[: reply.cut_after])
    if reply.gate is not None:
        await reply.gate.wait()
    request.protocol.force_close()
    return cut


def to_response(reply: Reply) -> web.Response:
    """The reply as an aiohttp response."""
    match reply.body:
        case None:
            response = web.Response(status=reply.status)
        case bytes() as raw:
            response = web.Response(status=reply.status, body=raw)
        case str() as string:
            response = web.Response(status=reply.status, text=string)
        case _:
            response = json_response(reply.status, reply.body)
    response.headers.update(reply.headers)
    return response
