"""Whatever a server sends, the result is a ``CortexError``: soon, small, and without a chained exception."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async import APIError, BadRequest, CallError, CortexClient, Response
from cortex_async._core.call.problems import Problem, fallback_problem, read_problem
from cortex_async.contrib.nimrobo import problems as nimrobo
from cortex_async.contrib.orga import problems as orga
from cortex_async.contrib.rtcstack import problems as rtcstack
from tests.wire.server import RawServer, raw_response

LONG = "x" * 70_000


def nested(depth: int, opening: str = "[", closing: str = "]", inner: str = "") -> str:
    return opening * depth + inner + closing * depth


BODIES: dict[str, bytes] = {
    **{
        f"{depth} lists": f'{{"message":"x","a":{nested(depth)}}}'.encode()
        for depth in (200, 700, 1000, 5000, 30_000)
    },
    "lists of a message": f'{{"message":{nested(800, inner=chr(34) + "deep" + chr(34))}}}'.encode(),
    "objects of a message": f'{{"message":{nested(900, chr(123) + chr(34) + "a" + chr(34) + ":", "}", "1")}}}'.encode(),
    "objects of errors": f'{{"errors":[{nested(1500, chr(123) + chr(34) + "a" + chr(34) + ":", "}", "1")}]}}'.encode(),
    "objects of error": f'{{"error":{nested(1000, chr(123) + chr(34) + "error" + chr(34) + ":", "}", "1")}}}'.encode(),
    "a secret member": f'{{"secret":{nested(900)}}}'.encode(),
    "a huge message": json.dumps({"message": LONG[:60_000]}).encode(),
    "huge messages": json.dumps({"message": ["y" * 600] * 100}).encode(),
    "many messages": json.dumps({"message": ["z"] * 20_000})[:65_000].encode() + b"]}",
    "a huge code": json.dumps({"error": LONG[:50_000], "message": "m"}).encode(),
    "wrong types": b'{"type":1,"title":[],"detail":{},"instance":true,"status":"x","message":4,"code":[],"errors":7}',
    "more wrong types": b'{"error":{"message":{"error":{"message":5,"code":{}}},"code":1.5}}',
    "lone surrogates": b'{"message":"\\ud800 \\udc00 x","code":"\\udfff"}',
    "control characters": b'{"message":"\\u001b[31m red \\u0000 \\u202e x \\r\\n y"}',
    "a long number": b'{"message":"x","a":' + b"9" * 60_000 + b"}",
    "UTF-16": '{"message":"wide"}'.encode("utf-16"),
    "not UTF-8": b'{"message":"\xff\xfe\xfd"}',
    "cut off": b'{"message":"x',
    "zeros": b"\0" * 65_536,
    "quotes": b'"' * 65_536,
}
KINDS = [
    "application/json",
    "application/problem+json; charset=utf-16",
    "text/plain; charset=nope",
    "",
    "x" * 5000,
    "\x01\xff",
]


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("kind", KINDS, ids=range(len(KINDS)))
async def test_any_body_of_an_error(name: str, kind: str) -> None:
    reply = raw_response(400, BODIES[name], kind=kind)
    async with (
        RawServer(reply) as server,
        CortexClient(base_url=server.url, api_key="canary-key", retry=False) as client,
    ):
        begun = time.process_time()
        with pytest.raises(BadRequest) as caught:
            await client.project("p").functions.update_env_vars(env_vars=[])
        assert time.process_time() - begun < 2
    error = caught.value
    assert len(str(error)) < 6000
    assert len(error.body) <= 64 * 1024
    assert len(error.messages) <= 100
    assert str(error).encode().decode().isprintable()
    assert error.__context__ is None
    assert error.message


async def test_endless_headers_stay_bounded() -> None:
    many = {f"X-{number}": "v" * 100 for number in range(120)}
    large = {f"X-{number}": "v" * 8000 for number in range(20)}
    for headers in (many, large):
        async with (
            RawServer(raw_response(500, b"", headers)) as server,
            CortexClient(base_url=server.url, api_key="k", retry=False) as client,
        ):
            with pytest.raises(CallError) as caught:
                await client.request("GET", "/api/a")
        assert isinstance(caught.value, APIError)
        assert sum(len(name) + len(value) for name, value in caught.value.headers.items()) <= 64 * 1024
        assert len(caught.value.headers) <= 200


@pytest.mark.parametrize("size", [100_000, 400_000])
async def test_long_secrets_take_no_time(size: int) -> None:
    secret = ('canary"/\\' * size)[:size]

    def echo(received: Any) -> bytes:
        return raw_response(400, received.body[:80_000])

    async with (
        RawServer(echo) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as client,
    ):
        begun = time.process_time()
        with pytest.raises(BadRequest) as caught:
            await client.request(
                "PUT", "/api/a", body={"a": "x", "envVars": [{"name": "A", "value": secret}]}
            )
        assert time.process_time() - begun < 2
    assert b"canary" not in caught.value.body


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["message", "error", "errors", "code", "detail", "type", "title", "instance", "status", "a"]), inner
    ),
    max_leaves=10,
)  # fmt: skip


@given(JSON)
def test_every_reader_accepts_any_body(body: Any) -> None:
    for read in (read_problem, nimrobo.read, orga.read, rtcstack.read):
        problem = read(body)
        assert problem is None or isinstance(problem, Problem)
        if problem is not None:
            assert problem.messages
            assert all(isinstance(message, str) and message.isprintable() for message in problem.messages)
            assert problem.code is None or isinstance(problem.code, str)


@pytest.mark.parametrize("read", [read_problem, nimrobo.read, orga.read, rtcstack.read])
def test_every_reader_accepts_any_depth(read: Any) -> None:
    for name in ("message", "error", "errors", "detail", "title"):
        deep: Any = "deep"
        for _ in range(5000):
            deep = {name: deep}
        assert read({name: deep}) is None or read({name: deep}).messages
        for _ in range(5000):
            deep = [deep]
        assert read({name: deep}) is None or read({name: deep}).messages


@given(st.integers(0, 999), st.text(), st.text())
def test_any_body_can_be_the_message(status: int, kind: str, text: str) -> None:
    for media in (kind, "text/plain"):
        (message,) = fallback_problem(status, media, text).messages
        assert message
        assert message.isprintable()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_response_is_returned_or_raises_a_cortex_error(data: st.DataObject) -> None:
    status = data.draw(
        st.sampled_from([b"200", b"201", b"400", b"500", b"303", b"0", b"99", b"999", b"1000", b"x"])
    )
    fields = data.draw(st.lists(st.sampled_from([
        b"Content-Length: 5", b"Content-Length: x", b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Retry-After: 0",
        b"Content-Encoding: br", b"Location: \xff", b"Content-Type: \x80/json", b"Date: x", b"X-Request-Id: \xff\xfe", b"A\x00: b", b": x",
    ]), max_size=4, unique=True))  # fmt: skip
    body = data.draw(
        st.sampled_from([b"", b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"[[[[", b"\x1f\x8b\x08\x00"])
    )

    async def say(writer: Any) -> None:
        writer.write(
            b"HTTP/1.1 " + status + b" X\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body
        )
        await writer.drain()
        writer.close()

    async with (
        RawServer([say]) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False, timeout=5) as client,
    ):
        for method in ("GET", "POST", "HEAD"):
            (outcome,) = await asyncio.gather(client.request(method, "/api/a"), return_exceptions=True)
            assert isinstance(outcome, (Response, CallError))
            assert getattr(outcome, "__context__", None) is None
            assert str(outcome).encode()
