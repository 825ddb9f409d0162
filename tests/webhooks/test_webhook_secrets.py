"""Secrets from files and variables: with line breaks at the end, as string or bytes, alone or with an older
one.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ConfigError, CortexClient
from cortex_async.contrib.rtcstack import webhooks as rtcstack
from cortex_async.webhooks import SignatureMismatch, WebhookRouter, sign, sign_ingest, signed_headers, unwrap
from tests.webhooks.deliveries import SECRET, envelope
from tests.wire.server import RawServer, raw_response

ENDS = ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"]


def by_the_vendor(body: bytes, secret: str, headers: dict[str, str]) -> str:
    """The signature with exactly this secret, made without the SDK."""
    return hmac.new(secret.encode(), headers["X-Timestamp"].encode() + body, "sha256").hexdigest()


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("read", [Path.read_text, Path.read_bytes], ids=["text", "bytes"])
async def test_a_secret_from_a_mounted_file(tmp_path: Path, end: str, read: Callable[[Path], Any]) -> None:
    file = tmp_path / "secret"
    file.write_bytes((SECRET + end).encode())
    body = envelope()
    headers = signed_headers(body, SECRET)
    router = WebhookRouter(read(file))
    router.on("*")(lambda event: None)
    assert (await router.handle(body, headers)).outcome == "handled"
    assert router.handle_sync(*delivered(SECRET)).outcome == "handled"
    assert unwrap(body, headers, read(file)).type == "session.created"
    assert unwrap(body, headers, ["newer\n", read(file)]).type == "session.created"
    assert sign(body, read(file), "5") == sign(body, SECRET, "5")
    ingest = sign_ingest("p", read(file), body)
    assert ingest["X-Signature"] == by_the_vendor(body, SECRET, ingest)


def delivered(secret: str) -> tuple[bytes, dict[str, str]]:
    body = envelope()
    headers = signed_headers(body, SECRET)
    return body, {**headers, "X-Signature": by_the_vendor(body, secret, headers)}


@pytest.mark.parametrize("end", ENDS)
def test_a_sender_that_has_the_line_break_too_is_trusted(end: str) -> None:
    body, headers = delivered(SECRET + end)
    assert unwrap(body, headers, SECRET + end).type == "session.created"
    with pytest.raises(SignatureMismatch):
        unwrap(body, headers, SECRET)


@given(secret=st.text(min_size=1).filter(lambda text: text.strip() and not text.endswith(("\r", "\n"))))
def test_nothing_else_of_a_secret_is_changed(secret: str) -> None:
    body, headers = delivered(secret)
    assert unwrap(body, headers, secret).type == "session.created"
    assert sign(body, secret, headers["X-Timestamp"]) == headers["X-Signature"]


def test_spaces_belong_to_a_secret() -> None:
    with pytest.raises(SignatureMismatch):
        unwrap(*delivered("secret "), "secret")
    with pytest.raises(SignatureMismatch):
        unwrap(*delivered("secret"), "secret ")


async def test_ingest_signs_with_the_secret_of_the_file_alone() -> None:
    reply = raw_response(
        201,
        {
            "id": "e",
            "status": "accepted",
            "success": True,
            "eventId": "e",
            "timestamp": "2026-01-01T00:00:00Z",
        },
    )
    fields: dict[str, Any] = {
        "project_id": "p", "payload": {"action": "occurred", "data": {}}, "resource_id": "server:1", "source": "fleet:api",
        "type": "server.started", "secret": SECRET + "\n",
    }  # fmt: skip
    async with RawServer(reply) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            await client.events.ingest(**fields)
        (sent,) = server.requests
        stamped = {"X-Timestamp": sent.headers["x-timestamp"]}
        assert sent.headers["x-signature"] == by_the_vendor(sent.body, SECRET, stamped)


def test_a_secret_of_rtcstack() -> None:
    body = b'{"event":"test","payload":{},"deliveryId":"d"}'
    for secret in (SECRET + "\n", (SECRET + "\r\n").encode(), [SECRET + "\n"]):
        assert (
            rtcstack.unwrap(body, {"X-RTCstack-Signature": rtcstack.sign(body, SECRET)}, secret).event
            == "test"
        )
    with pytest.raises(ConfigError, match="at least one secret"):
        rtcstack.unwrap(body, {}, [])


@pytest.mark.parametrize("secret", ["", "\n", "\r\n", " \n", b"", b"\n", ["", "x"], [], None, 5, [None], {}])
def test_what_is_not_a_secret_is_refused_and_not_shown(secret: Any) -> None:
    for take in (WebhookRouter, lambda given: unwrap(b"{}", {}, given)):
        with pytest.raises(ConfigError, match=r"^secrets? must") as caught:
            take(secret)
        assert "5" not in str(caught.value)


def test_a_secret_that_cannot_be_encoded_is_not_shown() -> None:
    body = envelope()
    assert unwrap(body, signed_headers(body, "canary\ud800"), "canary\ud800").type == "session.created"
