"""The recorder is transparent: what a client and a server see is what they would see without it."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDict

from cortex_async.emulator import Recorder, Replay
from tests.emulator.replay.upstream import http, recording, serving, until_cut

WAIT = 30.0


def lines(file: Path, kind: str) -> list[Any]:
    return [line for line in map(json.loads, file.read_text().splitlines()) if line["kind"] == kind]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recording.ndjson"


def responding(make: Callable[[], web.StreamResponse]) -> Callable[[web.BaseRequest], Any]:
    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        await request.read()
        return make()

    return respond


async def test_a_path_prefix_and_every_byte_of_the_target(file: Path) -> None:
    seen: list[tuple[str, str, bytes]] = []

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        seen.append((request.method, request.raw_path, await request.read()))
        return web.Response(text="ok")

    async with serving(respond) as upstream, Recorder(f"{upstream}/gateway/v1/", file) as recorder:
        host, port = recorder.base_url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        target = "/api/a%2Fb/../%C3%A9/x;y?q=%20+&a=1&&b"
        writer.write(
            f"PATCH {target} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc".encode()
        )
        assert (await reader.read()).startswith(b"HTTP/1.1 200 OK\r\n")
        writer.close()
    assert seen == [("PATCH", f"/gateway/v1{target}", b"abc")]
    [line] = lines(file, "request")
    assert (line["path"], line["connection"]) == ("/api/a%2Fb/../%C3%A9/x;y", 1)


async def test_hop_by_hop_headers_stay_on_their_connection(file: Path) -> None:
    seen: list[CIMultiDict[str]] = []
    ports: list[int] = []

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(CIMultiDict(request.headers))
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("sockname")[1])
        headers = CIMultiDict(
            {"Connection": "X-Hop, close", "X-Hop": "1", "Keep-Alive": "timeout=5", "X-End": "2"}
        )
        headers.add("X-End", "3")
        return web.Response(text="ok", headers=headers)

    sent = {
        "Connection": "X-Mine",
        "X-Mine": "1",
        "TE": "trailers",
        "Upgrade": "h2c",
        "Proxy-Connection": "x",
        "X-Kept": "2",
    }
    async with (
        recording(respond, file) as (recorder, client),
        client.get(recorder.base_url, headers=sent) as response,
    ):
        assert response.headers.getall("X-End") == ["2", "3"]
        assert not {"X-Hop", "Keep-Alive"} & set(response.headers)
    [headers] = seen
    assert not {"X-Mine", "TE", "Upgrade", "Proxy-Connection"} & set(headers)
    assert headers["X-Kept"] == "2"
    assert headers["Via"] == "1.1 cortex-recorder"
    assert headers["Host"] == f"127.0.0.1:{ports[0]}"
    assert headers["User-Agent"].startswith("Python")
    assert "Content-Type" not in headers


async def test_redirects_are_passed_on(file: Path) -> None:
    asked: list[str] = []

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.raw_path)
        return web.Response(status=307, headers={"Location": "/elsewhere", "Set-Cookie": "a=b"})

    async with recording(respond, file) as (recorder, client):
        for _ in range(2):
            async with client.get(f"{recorder.base_url}/api", allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (307, "/elsewhere")
                assert "Cookie" not in response.request_info.headers
    assert asked == ["/api", "/api"]


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", lambda raw: gzip.compress(raw, mtime=0)),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
    ],
)
async def test_compressed_bodies_pass_as_they_are_and_are_recorded_decoded(
    file: Path, coding: str, encode: Callable[[bytes], bytes]
) -> None:
    raw = b'{"title":"Raid","list":[1,2.50,3]}'
    asked: list[tuple[str, bytes]] = []

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        asked.append((request.headers["Accept-Encoding"], await request.read()))
        return web.Response(
            body=encode(raw), headers={"Content-Encoding": coding, "Content-Type": "application/json"}
        )

    async with recording(respond, file) as (recorder, client):
        headers = {"Accept-Encoding": "br, gzip;q=0.5, deflate", "Content-Encoding": coding}
        async with client.post(
            f"{recorder.base_url}/api", data=encode(raw), headers=headers, skip_auto_headers=["Content-Type"]
        ) as response:
            assert await response.read() == encode(raw)
            assert response.headers["Content-Encoding"] == coding
    assert asked == [("gzip;q=0.5, deflate", encode(raw))]
    assert lines(file, "request")[0]["body"] == {"text": raw.decode()}
    assert lines(file, "response")[0]["body"] == {"text": raw.decode()}
    async with Replay(file) as replay, http() as client, client.post(f"{replay.base_url}/api") as response:
        assert await response.read() == raw
        assert "Content-Encoding" not in response.headers


async def test_responses_without_a_body_or_a_type(file: Path) -> None:
    heads = [b"204 No Content\r\n\r\n", b'304 Not Modified\r\nETag: "x"\r\n\r\n', b"200 OK\r\n\r\nplain"]
    queue = iter(heads)

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 " + (heads[2][:-5] if head.startswith(b"HEAD") else next(queue)))
        await writer.drain()
        writer.close()

    async def ask(base_url: str) -> list[Any]:
        found: list[Any] = []
        async with http() as client:
            for method in ("GET", "GET", "GET", "HEAD"):
                async with client.request(method, f"{base_url}/api") as response:
                    typed = response.headers.get("Content-Type")
                    found.append(
                        (response.status, await response.read(), response.headers.get("ETag"), typed)
                    )
        return found

    upstream = await asyncio.start_server(respond, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{upstream.sockets[0].getsockname()[1]}"
    async with upstream, Recorder(address, file) as recorder:
        recorded = await ask(recorder.base_url)
    assert recorded == [
        (204, b"", None, None), (304, b"", '"x"', None), (200, b"plain", None, None), (200, b"", None, None)
    ]  # fmt: skip
    async with Replay(file) as replay:
        assert await ask(replay.base_url) == recorded


async def test_an_event_passes_while_the_stream_is_open(file: Path) -> None:
    more = asyncio.Event()

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        await response.write(b"id: 1\ndata: one\n\nid: 2\nda")
        await more.wait()
        await response.write(b"ta: two\n\n")
        return response

    async with (
        recording(respond, file) as (recorder, client),
        client.get(f"{recorder.base_url}/api/events/stream") as response,
    ):
        async with asyncio.timeout(WAIT):
            assert await response.content.readuntil(b"da") == b"id: 1\nda"
            assert await response.content.readuntil(b"\nda") == b"ta: one\n\nid: 2\nda"
        more.set()
        assert await response.read() == b"ta: two\n\n"
    assert [line["data"] for line in lines(file, "events")] == [
        "id: 1\ndata: one\n\n",
        "id: 2\ndata: two\n\n",
    ]
    assert lines(file, "end")[0]["how"] == "complete"


async def test_a_client_that_leaves_ends_the_request_upstream(file: Path) -> None:
    left = asyncio.Event()

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            await response.prepare(request)
            await response.write(b"data: one\n\n")
            await asyncio.Event().wait()
        finally:
            left.set()
        return response

    async with recording(respond, file) as (recorder, client):
        async with client.get(f"{recorder.base_url}/api") as response:
            await response.content.readuntil(b"\n\n")
            response.close()
        async with asyncio.timeout(WAIT):
            await left.wait()
    assert lines(file, "end")[0]["how"] == "left"


async def test_a_client_that_gives_up_before_the_response(file: Path) -> None:
    asked, left = asyncio.Event(), asyncio.Event()

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
        return web.Response()

    async with recording(respond, file) as (recorder, client):
        call = asyncio.ensure_future(client.get(f"{recorder.base_url}/api"))
        await asked.wait()
        call.cancel()
        async with asyncio.timeout(WAIT):
            await left.wait()
    assert (lines(file, "response"), lines(file, "end")[0]["how"]) == ([], "left")
    async with Replay(file) as replay, http() as client:
        # The server did not respond, and it does not in the replay.
        with pytest.raises(TimeoutError):
            await client.get(f"{replay.base_url}/api", timeout=aiohttp.ClientTimeout(total=0.2))


@pytest.mark.parametrize("stream", [True, False])
async def test_a_cut_response_is_cut_everywhere(file: Path, stream: bool) -> None:
    media_type = "text/event-stream" if stream else "application/json"
    sent = b"data: one\n\ndata: tw" if stream else b'{"title": "Raid", "na'

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": media_type, "Content-Length": "100"})
        await response.prepare(request)
        await response.write(sent)
        request.protocol.force_close()
        return response

    async def ask(base_url: str) -> bytes:
        async with http() as client, client.get(f"{base_url}/api") as response:
            return await until_cut(response)

    async with serving(respond) as upstream, Recorder(upstream, file) as recorder:
        assert await ask(recorder.base_url) == sent
    assert lines(file, "end")[0]["how"] == "cut"
    async with Replay(file) as replay:
        replayed = await ask(replay.base_url)
    # The content of an incomplete event is not recorded.
    assert replayed == (b"data: one\n\ndata:   " if stream else sent)


async def test_a_connection_that_closes_without_a_response(file: Path) -> None:
    asked = 0

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        request.protocol.force_close()
        return web.Response()

    async with recording(respond, file) as (recorder, client):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.post(f"{recorder.base_url}/api")
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.put(f"{recorder.base_url}/api")
    assert asked == len(lines(file, "request"))
    async with Replay(file) as replay, http() as client:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.post(f"{replay.base_url}/api")


async def test_an_upstream_that_goes_down_is_a_502(file: Path) -> None:
    async with serving(responding(lambda: web.Response(text="ok"))) as upstream:
        recorder = Recorder(upstream, file)
        await recorder.start()
    async with http() as client, client.get(f"{recorder.base_url}/api") as response:
        assert response.status == 502
        body = await response.json()
        assert body["message"].startswith(f"{upstream} cannot be reached: ")
    await recorder.stop()
    [line] = lines(file, "response")
    assert (line["source"], line["body"]) == ("recorder", {"json": body})
    async with Replay(file) as replay, http() as client, client.get(f"{replay.base_url}/api") as response:
        assert (response.status, await response.json()) == (502, body)


async def test_starting_without_an_upstream(file: Path) -> None:
    async with serving(responding(web.Response)) as upstream:
        pass
    with pytest.raises(OSError, match=f"upstream {upstream} cannot be reached: "):
        await Recorder(upstream, file).start()
    assert not file.exists()


@pytest.mark.parametrize(
    ("upstream", "message"),
    [
        ("cortex.example.com", "upstream must be an http or https URL"),
        ("ftp://cortex.example.com", "upstream must be an http or https URL"),
        ("http://[", "upstream must be"),
        ("https://me:secret@cortex.example.com", "upstream must not contain a user or a password"),
        ("https://cortex.example.com/?a=1", "upstream must not contain a query"),
    ],
)
def test_an_invalid_upstream(file: Path, upstream: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as error:
        Recorder(upstream, file)
    assert "secret@" not in str(error.value)


async def test_it_is_no_forward_proxy(file: Path) -> None:
    async with (
        serving(responding(web.Response)) as upstream,
        Recorder(upstream, file) as recorder,
        http() as client,
        client.get("http://other.test/api", proxy=recorder.base_url) as response,
    ):
        assert response.status == 400
        assert "base URL" in (await response.json())["message"]
    assert lines(file, "request") == []


async def test_what_is_too_long_is_recorded_as_its_size(file: Path) -> None:
    body = b"x" * 5000

    async with (
        serving(responding(lambda: web.Response(body=body, content_type="text/plain"))) as upstream,
        Recorder(upstream, file, max_body=4999) as recorder,
        http() as client,
        client.post(f"{recorder.base_url}/api", data=body) as response,
    ):
        assert await response.read() == body
    omitted = {"omitted": 5000, "reason": "longer than 4999 bytes"}
    assert lines(file, "request")[0]["body"] == omitted
    assert lines(file, "response")[0]["body"] == omitted
    async with Replay(file) as replay, http() as client, client.post(f"{replay.base_url}/api") as response:
        assert response.status == 501
        assert (await response.json())["message"] == (
            "the body of 5000 bytes was not recorded: longer than 4999 bytes"
        )


async def test_an_event_that_is_too_long(file: Path) -> None:
    raw = b"data: " + b"x" * 500 + b"\n\ndata: next\r\n\r\n"

    async with (
        serving(responding(lambda: web.Response(body=raw, content_type="text/event-stream"))) as upstream,
        Recorder(upstream, file, max_body=100) as recorder,
        http() as client,
        client.get(f"{recorder.base_url}/api") as response,
    ):
        assert await response.read() == raw
    data = "".join(line["data"] for line in lines(file, "events"))
    assert data == ": 508 bytes of an event, not recorded\n\ndata: next\n\n"


async def test_100_continue(file: Path) -> None:
    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=await request.read())

    async with (
        recording(respond, file) as (recorder, client),
        client.post(f"{recorder.base_url}/api", data=b"abc", expect100=True) as response,
    ):
        assert await response.read() == b"abc"
