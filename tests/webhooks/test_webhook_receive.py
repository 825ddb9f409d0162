"""Requests whose body has not been read: what adapters give to a router, in both kinds of server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from cortex_async.webhooks import BodyTooLarge, VerifyOptions, WebhookResponse, WebhookRouter
from cortex_async.webhooks.verification import Verification
from tests.webhooks.deliveries import SECRET, delivery

Receive = Callable[[WebhookRouter, Any, Callable[[], bytes]], WebhookResponse]


def synchronous(router: WebhookRouter, headers: Any, read: Callable[[], bytes]) -> WebhookResponse:
    return router.receive_sync(headers, read)


def asynchronous(router: WebhookRouter, headers: Any, read: Callable[[], bytes]) -> WebhookResponse:
    async def read_later() -> bytes:
        await asyncio.sleep(0)
        return read()

    return asyncio.run(router.receive(headers, read_later))


def asynchronous_at_once(router: WebhookRouter, headers: Any, read: Callable[[], bytes]) -> WebhookResponse:
    return asyncio.run(router.receive(headers, read))


@pytest.fixture(params=[synchronous, asynchronous, asynchronous_at_once])
def receive(request: pytest.FixtureRequest) -> Receive:
    found: Receive = request.param
    return found


@pytest.fixture
def router() -> WebhookRouter:
    router = WebhookRouter(SECRET)
    router.on("*")(lambda event: None)
    return router


def test_a_body_is_read_and_handled(receive: Receive, router: WebhookRouter) -> None:
    body, headers = delivery()
    assert receive(router, headers, lambda: body) == WebhookResponse("handled", 200)
    assert receive(router, headers, lambda: body) == WebhookResponse("duplicate", 200)


def test_headers_without_a_signature_are_refused_before_the_body_is_read(
    receive: Receive, router: WebhookRouter
) -> None:
    def read() -> bytes:
        raise AssertionError("the body was read")

    assert receive(router, {}, read) == WebhookResponse("rejected", 400, "HeaderMissing")


def test_a_refusal_while_reading_is_a_response(receive: Receive, router: WebhookRouter) -> None:
    _, headers = delivery()

    def read() -> bytes:
        raise BodyTooLarge("body must be shorter")

    assert receive(router, headers, read) == WebhookResponse("rejected", 413, "BodyTooLarge")


def test_other_exceptions_while_reading_pass_through(receive: Receive, router: WebhookRouter) -> None:
    _, headers = delivery()

    def read() -> bytes:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(router, headers, read)


def test_every_option_has_its_field() -> None:
    fields = {field.name for field in attrs.fields(Verification)} - {"secrets"}
    assert set(VerifyOptions.__annotations__) == fields
