"""Errors as servers really send them."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from cortex_async import (
    APIError,
    BadRequest,
    ConnectionFailed,
    CortexClient,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from cortex_async._core.request import Request, Route
from tests.wire.conftest import MakeClient
from tests.wire.server import RawServer, raw_response

ROUTE = Route("getThing", "GET", "/api/things/{id}", frozenset({"api-key"}))
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


async def refused(reply: bytes, connect: MakeClient) -> APIError:
    async with RawServer(reply) as server:
        with pytest.raises(APIError) as caught:
            await connect(server.url, retry=False).send(Request(ROUTE, ("id-canary",)), {})
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "id-canary" not in str(error)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (str(twin), twin.body) == (str(error), error.body)
    return error


async def test_a_nest_body(connect: MakeClient) -> None:
    body = {"statusCode": 404, "message": "Thing not found", "error": "Not Found"}
    error = await refused(raw_response(404, body, {"X-Request-Id": "r-7", "X-Other": "v"}), connect)
    assert isinstance(error, NotFound)
    assert (error.message, error.code, error.messages) == (
        "Thing not found",
        "Not Found",
        ("Thing not found",),
    )
    assert (error.operation, error.method, error.path) == ("getThing", "GET", "/api/things/{id}")
    assert (error.request_id, error.attempts, error.outcome) == ("r-7", 1, "rejected")
    assert error.parsed == body
    assert error.headers["x-other"] == "v"
    assert str(error) == ("getThing GET /api/things/{id}: 404 Thing not found (request id r-7, 1 attempt)")


async def test_a_list_of_messages(connect: MakeClient) -> None:
    error = await refused(
        raw_response(400, {"statusCode": 400, "message": ["a must be b", "c must be d"]}), connect
    )
    assert isinstance(error, BadRequest)
    assert error.messages == ("a must be b", "c must be d")
    assert error.message == "a must be b; c must be d"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (raw_response(502, HTML, kind="text/html"), "Bad Gateway"),
        (raw_response(500), "Internal Server Error"),
        (raw_response(500, b"\xff\xfe\x00", kind="application/json"), "Internal Server Error"),
        (raw_response(500, b"{", kind="application/json"), "Internal Server Error"),
        (raw_response(500, b"null"), "Internal Server Error"),
        (raw_response(500, b"worker died", kind="text/plain"), "worker died"),
        (raw_response(599, b"x", kind="text/html"), "unknown status"),
    ],
)
async def test_bodies_without_a_message(reply: bytes, message: str, connect: MakeClient) -> None:
    error = await refused(reply, connect)
    assert isinstance(error, ServerError)
    assert error.message == message
    assert reply.endswith(error.body)
    assert error.outcome == "unknown"


async def test_a_long_error_is_cut(connect: MakeClient) -> None:
    error = await refused(raw_response(400, b"x" * 1_000_000, kind="text/plain"), connect)
    assert error.body == b"x" * 64 * 1024
    assert len(str(error)) < 1500


async def test_retry_after_is_on_the_error(connect: MakeClient) -> None:
    error = await refused(raw_response(429, {"message": "slow"}, {"Retry-After": "1.5"}), connect)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 1.5


async def test_redirects_are_not_followed(connect: MakeClient) -> None:
    location = "https://elsewhere/file?signature=canary"
    error = await refused(raw_response(302, b"", {"Location": location, "Set-Cookie": "canary=1"}), connect)
    assert error.status == 302
    assert error.headers["location"] == "https://elsewhere/file"
    assert "set-cookie" not in error.headers


async def test_a_response_that_is_not_http(connect: MakeClient) -> None:
    async with RawServer(b"220 mail ready canary\r\n\r\n") as server:
        with pytest.raises(ConnectionFailed, match="not valid HTTP") as caught:
            await connect(server.url, retry=False).send(Request(ROUTE, ("x",)), {})
    assert caught.value.outcome == "unknown"
    assert "canary" not in str(caught.value)


async def test_an_unknown_host(connect: MakeClient) -> None:
    with pytest.raises(ConnectionFailed, match=r"the host name nowhere\.invalid was not found") as caught:
        await connect("http://nowhere.invalid").send(Request(ROUTE, ("x",)), {})
    assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 3)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("credential", "hint"),
    [({"api_key": "k"}, "needs an access token"), ({"access_token": "t"}, None), ({}, "has no credentials")],
)
async def test_a_401_has_a_hint(credential: dict[str, Any], hint: str | None) -> None:
    async with RawServer(raw_response(401, {"message": "Unauthorized"})) as server:
        make = CortexClient if credential else CortexClient.without_credentials
        async with make(base_url=server.url, retry=False, **credential) as client:
            with pytest.raises(Unauthorized) as caught:
                await client.auth.get_profile()
        (request,) = server.requests
    assert (hint or "Unauthorized (1 attempt") in str(caught.value)
    assert bool(caught.value.hint) is bool(hint)
    assert request.target == "/api/auth/me"


async def test_undeclared_successes_are_successes(connect: MakeClient) -> None:
    for status in (200, 201, 202, 204, 206):
        async with RawServer(raw_response(status)) as server:
            assert (await connect(server.url).send(Request(ROUTE, ("x",)), {})).status == status


async def test_the_body_of_an_error_survives_json(connect: MakeClient) -> None:
    error = await refused(raw_response(409, {"message": "taken", "detail": {"n": [1, 2]}}), connect)
    assert json.loads(error.body)["detail"] == {"n": [1, 2]}
