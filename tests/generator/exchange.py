"""A server on loopback for generated code, and the scopes of a generated package that call it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import HTTP
from importlib import import_module
from types import ModuleType
from typing import Any, cast
from urllib.parse import parse_qsl

from aiohttp import web
from attrs import define, field, frozen

from cortex_async._core.auth.credentials import Anonymous
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.service_client import ServiceClient
from cortex_async.api_client import connect
from cortex_sync.bridge.runner import Runner
from tests import catch_all
from tests.generator.workshop import part


@frozen
class Arrived:
    """One request as the server saw it."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def form(self) -> list[tuple[str, Any]]:
        """Fields in order; a part with a file name as (name, content type, content)."""
        content_type = self.headers["content-type"]
        if not content_type.startswith("multipart/"):
            return parse_qsl(self.raw.decode(), keep_blank_values=True, strict_parsing=bool(self.raw))
        whole = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + self.raw, policy=HTTP)
        return [_part(message) for message in whole.iter_parts()]


@define
class Wire:
    """Records requests and sends configured responses."""

    url: str = ""
    arrived: list[Arrived] = field(factory=list)
    _status: int = 204
    _body: bytes = b""
    _headers: dict[str, str] = field(factory=dict)

    def reply(self, payload: object, *, status: int = 200, content_type: str = "application/json") -> None:
        """Set the response: bytes are sent unchanged, everything else as JSON."""
        self._body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self._status, self._headers = status, {"Content-Type": content_type}

    def reply_nothing(self, status: int = 204) -> None:
        self._status, self._body, self._headers = status, b"", {}

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.arrived.append(
            Arrived(
                request.method,
                request.raw_path.partition("?")[0],
                list(request.query.items()),
                {name.lower(): value for name, value in request.headers.items()},
                raw,
            )
        )
        return web.Response(status=self._status, body=self._body, headers=self._headers)

    def last(self) -> Arrived:
        return self.arrived[-1]


def _part(message: MIMEPart) -> tuple[str, Any]:
    name = str(message.get_param("name", header="content-disposition"))
    content = cast("bytes", message.get_payload(decode=True))
    file = message.get_filename()
    return name, content.decode() if file is None else (file, message.get_content_type(), content)


@asynccontextmanager
async def serving() -> AsyncIterator[Wire]:
    wire = Wire()
    async with catch_all.serving(wire.handle) as wire.url:
        yield wire


def caller(package: ModuleType, wire: Wire) -> ServiceClient:
    """The SDK's own transport for a generated package."""
    service = Service("generator-test", Codec(package.__name__))
    return connect(service, Anonymous(), base_url=wire.url, retry=False)


@asynccontextmanager
async def account(package: ModuleType, wire: Wire) -> AsyncIterator[Any]:
    """The account scope of a generated package."""
    client = caller(package, wire)
    try:
        yield part(package, "scopes").AccountScope(client)
    finally:
        await client.aclose()


@contextmanager
def blocking(package: ModuleType, wire: Wire) -> Iterator[Any]:
    """The sync account scope; not for use on a thread with a running loop."""
    client = caller(package, wire)
    runner = Runner(client.aclose)
    inner = part(package, "scopes").AccountScope(client)
    try:
        yield import_module(f"{package.__name__}_sync.scopes").AccountScope(runner, inner)
    finally:
        runner.close()
