"""Every adapter in its real framework: signed requests over a socket, also behind middleware that has read
the body.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from cortex_async import events
from cortex_async.webhooks import WebhookRouter, signed_headers
from tests.webhooks.deliveries import SECRET, delivery, envelope
from tests.webhooks.servers import SERVERS, fastapi_dependency

JSON = {"Content-Type": "application/json"}


class Receiver:
    """A server with one handler of each kind, and a client to post to it."""

    def __init__(self, url: str, session: aiohttp.ClientSession, handled: list[Any]) -> None:
        self.url = url
        self.session = session
        self.handled = handled

    async def post(self, body: Any, headers: dict[str, str], url: str | None = None) -> tuple[int, Any]:
        async with self.session.post(url or self.url, data=body, headers={**JSON, **headers}) as response:
            assert response.content_type == "application/json"
            return response.status, json.loads(await response.read())


@pytest.fixture(params=SERVERS)
async def receiver(request: pytest.FixtureRequest) -> AsyncIterator[Receiver]:
    router = WebhookRouter(SECRET, max_body_bytes=100_000)
    handled: list[Any] = []

    @router.on("server.*")
    async def later(event: Any) -> None:
        await asyncio.sleep(0)
        handled.append(event)

    @router.on("session.*")
    def at_once(event: Any) -> None:
        handled.append(event)
        if len(handled) == 1:
            raise RuntimeError("the first one fails")

    async with SERVERS[request.param](router) as url, aiohttp.ClientSession() as session:
        yield Receiver(url, session, handled)


async def test_a_signed_delivery_is_handled_once(receiver: Receiver) -> None:
    body, headers = delivery("server.started")
    assert await receiver.post(body, headers) == (200, {"outcome": "handled"})
    assert await receiver.post(body, headers) == (200, {"outcome": "duplicate"})
    (event,) = receiver.handled
    assert isinstance(event, events.GenericDomainEvent)
    assert event.payload.data["note"] == "voilà"


async def test_many_deliveries_at_once(receiver: Receiver) -> None:
    responses = await asyncio.gather(*(receiver.post(*delivery("server.started")) for _ in range(20)))
    assert responses == [(200, {"outcome": "handled"})] * 20
    assert len({event.id for event in receiver.handled}) == 20


async def test_what_is_not_signed_right_is_refused(receiver: Receiver) -> None:
    body, headers = delivery("server.started")
    refused = {"outcome": "rejected"}
    assert await receiver.post(body + b"\n", headers) == (401, {**refused, "error": "SignatureMismatch"})
    assert await receiver.post(body, {}) == (400, {**refused, "error": "HeaderMissing"})
    broken = b'{"id": "\xff\xfe"}\r\n'
    assert await receiver.post(broken, signed_headers(broken, SECRET)) == (
        400,
        {**refused, "error": "BodyMalformed"},
    )
    # The first is too large for the router, the second for Django's own limit in these tests.
    for size in (150_000, 250_000):
        large = envelope("server.started", padding="x" * size)
        too_large = (413, {**refused, "error": "BodyTooLarge"})
        assert await receiver.post(large, signed_headers(large, SECRET)) == too_large
    assert receiver.handled == []


async def test_a_handler_that_fails_gets_the_delivery_again(receiver: Receiver) -> None:
    body, headers = delivery("session.updated")
    assert await receiver.post(body, headers) == (500, {"outcome": "failed"})
    assert await receiver.post(body, headers) == (200, {"outcome": "handled"})
    assert len(receiver.handled) == 2


async def test_only_post_is_accepted(receiver: Receiver) -> None:
    async with receiver.session.get(receiver.url) as response:
        assert response.status == 405


async def test_a_type_without_handlers(receiver: Receiver) -> None:
    assert await receiver.post(*delivery("holodeck.opened")) == (200, {"outcome": "unhandled"})


@pytest.mark.parametrize(
    "receiver", ["aiohttp", "starlette", "fastapi", "django async", "flask"], indirect=True
)
async def test_a_body_of_unknown_length(receiver: Receiver) -> None:
    """Not under Django's WSGI, which reads no body without a Content-Length."""
    body, headers = delivery("server.started")

    async def pieces(content: bytes) -> AsyncIterator[bytes]:
        yield content[:10]
        yield content[10:]

    assert await receiver.post(pieces(body), headers) == (200, {"outcome": "handled"})
    large = envelope("server.started", padding="x" * 150_000)
    status, _ = await receiver.post(pieces(large), signed_headers(large, SECRET))
    assert status == 413


@pytest.mark.parametrize("receiver", ["django"], indirect=True)
async def test_a_body_that_was_already_read_is_our_fault_and_not_the_senders(receiver: Receiver) -> None:
    response = await receiver.post(
        *delivery("server.started"), url=receiver.url.replace("/cortex", "/drained")
    )
    assert response == (500, {"outcome": "rejected", "error": "BodyNotBytes"})


async def test_a_fastapi_endpoint_gets_the_event_as_a_dependency() -> None:
    taken: list[events.Event] = []
    async with fastapi_dependency(taken) as url, aiohttp.ClientSession() as session:
        receiver = Receiver(url, session, taken)
        body, headers = delivery("server.started")
        assert await receiver.post(body, headers) == (200, {"outcome": "mine"})
        assert isinstance(taken[0], events.GenericDomainEvent)
        assert await receiver.post(body + b" ", headers) == (401, {"detail": "SignatureMismatch"})
        assert await receiver.post(body, {}) == (400, {"detail": "HeaderMissing"})
        assert await receiver.post(b"x" * 150_000, headers) == (413, {"detail": "BodyTooLarge"})
        assert len(taken) == 1


@pytest.mark.parametrize("module", ["starlette", "django", "flask"])
def test_without_the_framework_the_error_says_what_to_install(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"cortex_async.webhooks.{module}"
    for loaded in [known for known in sys.modules if known == module or known.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=rf"odin-cortex\[{module}\]"):
        importlib.import_module(name)


def test_the_package_itself_imports_no_framework_and_no_model() -> None:
    code = (
        "import sys, cortex_async.webhooks, cortex_async.webhooks.redis; "
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('aiohttp', 'starlette', 'fastapi', 'django', 'flask', 'redis', 'cattrs') or '_generated.models' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
