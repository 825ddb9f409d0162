"""Which response a replay gives, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from cortex_async.emulator import Replay
from tests.emulator.replay.upstream import http

HEADER = {"kind": "recording", "format": "cortex-recording", "version": 1}
SSE = [["Content-Type", "text/event-stream"]]


def request(id_: int, path: str, at: float = 0.0, query: str = "", method: str = "GET") -> dict[str, Any]:
    return {
        "kind": "request",
        "id": id_,
        "at": at,
        "method": method,
        "path": path,
        "query": query,
        "headers": [],
    }


def response(id_: int, body: Any, at: float = 0.0, status: int = 200) -> list[dict[str, Any]]:
    headers = [["Content-Type", "application/json"]]
    return [
        {
            "kind": "response",
            "id": id_,
            "at": at,
            "status": status,
            "headers": headers,
            "body": {"json": body},
        },
        {"kind": "end", "id": id_, "at": at, "how": "complete"},
    ]


def stream(id_: int, ids: Iterable[str], how: str, at: float = 0.0, gap: float = 0.0) -> list[dict[str, Any]]:
    events = [
        {"kind": "events", "id": id_, "at": at + gap * number, "data": f"id: {one}\ndata: {one}\n\n"}
        for number, one in enumerate(ids)
    ]
    head = {"kind": "response", "id": id_, "at": at, "status": 200, "headers": SSE, "stream": True}
    return [request(id_, "/stream", at), head, *events, {"kind": "end", "id": id_, "at": at + 10, "how": how}]


def write(tmp_path: Path, *lines: dict[str, Any]) -> Path:
    file = tmp_path / "recording.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, [HEADER, *lines])) + b"\n")
    return file


async def get(replay: Replay, target: str, **headers: str) -> Any:
    async with http() as client, client.get(replay.base_url + target, headers=headers) as found:
        body = await found.json()
        return body if found.status == 200 else (found.status, body)


async def ids(replay: Replay, count: int, **headers: str) -> list[str]:
    """The ids of the next events of the stream; fewer if it ends."""
    found: list[str] = []
    async with http() as client, client.get(f"{replay.base_url}/stream", headers=headers) as opened:
        async with asyncio.timeout(30):
            async for line in opened.content:
                if line.startswith(b"id: "):
                    found.append(line[4:].decode().strip())
                if len(found) == count:
                    break
        opened.close()
    return found


async def test_in_order_and_the_last_one_repeats(tmp_path: Path) -> None:
    lines = [line for id_ in (1, 2, 3) for line in (request(id_, "/a"), *response(id_, {"n": id_}))]
    async with Replay(write(tmp_path, *lines)) as replay:
        assert [(await get(replay, "/a"))["n"] for _ in range(5)] == [1, 2, 3, 3, 3]
        replay.rewind()
        assert (await get(replay, "/a"))["n"] == 1


async def test_the_order_of_parameters_and_their_spelling_do_not_matter(tmp_path: Path) -> None:
    file = write(tmp_path, request(1, "/a%20b", query="x=1&y=%C3%A9"), *response(1, {"n": 1}))
    async with Replay(file) as replay:
        assert await get(replay, "/a%20b/?y=%c3%a9&x=1") == {"n": 1}
        assert (await get(replay, "/a%20b?x=1"))[0] == 404
        assert (await get(replay, "/a%20b?x=1&y=%C3%A9&z=1"))[0] == 404


async def test_a_placeholder_matches_anything(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        request(1, "/users/secret-1/x", query="token=secret-2"),
        *response(1, {"n": 1}),
        request(2, "/users/me/x", query="token=secret-2"),
        *response(2, {"n": 2}),
    )
    async with Replay(file) as replay:
        assert await get(replay, "/users/anybody/x?token=abc") == {"n": 1}
        assert await get(replay, "/users/me/x?token=secret-2") == {"n": 2}
        assert (await get(replay, "/users/anybody/y?token=abc"))[0] == 404


async def test_what_is_not_recorded_names_the_nearest(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        request(1, "/api/projects/p/sessions"), *response(1, 1),
        request(2, "/api/projects/p/sanctions", query="limit=5"), *response(2, 2),
        request(3, "/x", method="DELETE"), *response(3, 3),
    )  # fmt: skip
    async with Replay(file) as replay:
        status, body = await get(replay, "/api/projects/q/sessions")
        assert status == 404
        assert body["message"] == (
            "GET /api/projects/q/sessions is not in the recording; "
            "nearest: GET /api/projects/p/sessions, GET /api/projects/p/sanctions?limit=5"
        )
        assert replay.unmatched == ("GET /api/projects/q/sessions",)


async def test_times_are_divided_by_the_speed(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        request(1, "/a", at=100.0),
        *response(1, 1, at=180.0),
        *stream(2, "abcde", "cut", 50.0, 10.0),
    )
    async with Replay(file, speed=200) as replay:
        start = time.monotonic()
        await get(replay, "/a")
        assert 0.4 <= time.monotonic() - start < 30
        start = time.monotonic()
        assert await ids(replay, 5) == list("abcde")
        assert 0.2 <= time.monotonic() - start < 30
    async with Replay(file, speed="max") as replay:
        start = time.monotonic()
        await get(replay, "/a")
        assert time.monotonic() - start < 30


async def test_a_stream_is_resumed_after_the_last_event_id(tmp_path: Path) -> None:
    file = write(tmp_path, *stream(1, "abc", "cut"), *stream(2, "de", "left", 20.0))
    async with Replay(file, speed="max") as replay:
        assert await ids(replay, 1) == ["a"]
        assert await ids(replay, 2, **{"Last-Event-ID": "a"}) == ["b", "c"]
        assert await ids(replay, 1, **{"Last-Event-ID": "b"}) == ["c"]
        # All of the first one has been received: the second is what followed in the recording.
        assert await ids(replay, 2, **{"Last-Event-ID": "c"}) == ["d", "e"]
        assert await ids(replay, 1, **{"Last-Event-ID": "d"}) == ["e"]


async def test_a_stream_with_nothing_more_stays_open(tmp_path: Path) -> None:
    file = write(tmp_path, *stream(1, "abc", "cut"))
    async with (
        Replay(file, speed="max") as replay,
        http() as client,
        client.get(f"{replay.base_url}/stream", headers={"Last-Event-ID": "c"}) as opened,
    ):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await opened.content.readany()


async def test_an_event_does_not_overtake_the_response_before_it(tmp_path: Path) -> None:
    file = write(
        tmp_path, *stream(1, "ab", "left", 0.0, 5.0), request(2, "/a", 1.0), *response(2, {"n": 1}, 2.0)
    )
    async with Replay(file, speed="max") as replay, http() as client:
        async with client.get(f"{replay.base_url}/stream") as opened:
            assert b"a" in await opened.content.readuntil(b"\n\n")
            second = asyncio.ensure_future(opened.content.readuntil(b"\n\n"))
            await get(replay, "/a")
            assert b"b" in await second
        # Nobody makes the request: the event does not wait for ever.
        replay.rewind()
        start = time.monotonic()
        assert await ids(replay, 2) == ["a", "b"]
        assert 0.4 < time.monotonic() - start < 30


async def test_stopping_ends_open_streams(tmp_path: Path) -> None:
    replay = Replay(write(tmp_path, *stream(1, "a", "left")))
    with pytest.raises(RuntimeError, match="not running"):
        _ = replay.base_url
    await replay.start()
    with pytest.raises(RuntimeError, match="already running"):
        await replay.start()
    async with http() as client, client.get(f"{replay.base_url}/stream") as opened:
        await opened.content.readuntil(b"\n\n")
        await replay.stop()
        async with asyncio.timeout(30):
            with pytest.raises(aiohttp.ClientPayloadError):
                await opened.content.read()
    await replay.stop()
