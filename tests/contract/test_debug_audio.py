"""Debug audio in the async and sync version: as bytes, or as a file that is complete or missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

import cortex_sync
from cortex_async import ConnectionFailed, CortexClient, NotFound

WAV = b"RIFF" + bytes(range(256)) * 4096
PROJECT = "/api/projects/p/sessions/s/messages"


async def whole(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "audio/wav", "Content-Length": str(len(WAV))})
    await response.prepare(request)
    for start in range(0, len(WAV), 65536):
        await response.write(WAV[start : start + 65536])
    return response


async def truncated(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "audio/wav", "Content-Length": str(len(WAV))})
    await response.prepare(request)
    await response.write(WAV[:100_000])
    assert request.transport is not None
    request.transport.abort()
    return response


async def stalled(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "audio/wav", "Content-Length": str(len(WAV))})
    await response.prepare(request)
    await response.write(WAV[:100_000])
    request.app[STALLED].set()
    await asyncio.sleep(30)
    return response


async def missing(request: web.Request) -> web.Response:
    return web.json_response(
        {"statusCode": 404, "message": "Audio is older than 24 hours", "error": "Not Found"}, status=404
    )


STALLED: web.AppKey[asyncio.Event] = web.AppKey("stalled", asyncio.Event)


@pytest.fixture
async def server() -> AsyncIterator[tuple[str, asyncio.Event]]:
    app = web.Application()
    app[STALLED] = asyncio.Event()
    for name, handler in (
        ("whole", whole),
        ("truncated", truncated),
        ("stalled", stalled),
        ("missing", missing),
    ):
        app.router.add_get(f"{PROJECT}/{name}/debug-audio", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", app[STALLED]
    await runner.cleanup()


@pytest.fixture
async def client(server: tuple[str, asyncio.Event]) -> AsyncIterator[CortexClient]:
    async with CortexClient(base_url=server[0], api_key="k", retry=False) as client:
        yield client


async def test_bytes(client: CortexClient) -> None:
    assert await client.project("p").messages.download_debug_audio("s", "whole") == WAV


async def test_a_file(client: CortexClient, tmp_path: Path) -> None:
    target = tmp_path / "take.wav"
    target.write_bytes(b"an older take")
    assert await client.project("p").messages.save_debug_audio("s", "whole", target) == target
    assert target.read_bytes() == WAV
    assert [path.name for path in tmp_path.iterdir()] == ["take.wav"]


async def test_a_truncated_recording_leaves_no_file(client: CortexClient, tmp_path: Path) -> None:
    with pytest.raises(ConnectionFailed):
        await client.project("p").messages.save_debug_audio("s", "truncated", tmp_path / "take.wav")
    assert list(tmp_path.iterdir()) == []


async def test_a_truncated_recording_returns_no_bytes(client: CortexClient) -> None:
    with pytest.raises(ConnectionFailed):
        await client.project("p").messages.download_debug_audio("s", "truncated")


async def test_a_missing_recording_touches_nothing(client: CortexClient, tmp_path: Path) -> None:
    target = tmp_path / "take.wav"
    target.write_bytes(b"an older take")
    with pytest.raises(NotFound, match="older than 24 hours"):
        await client.project("p").messages.save_debug_audio("s", "missing", target)
    assert target.read_bytes() == b"an older take"


async def test_a_cancelled_save_leaves_no_file(
    client: CortexClient, server: tuple[str, asyncio.Event], tmp_path: Path
) -> None:
    saving = asyncio.create_task(
        client.project("p").messages.save_debug_audio("s", "stalled", tmp_path / "take.wav")
    )
    await server[1].wait()
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    assert list(tmp_path.iterdir()) == []


async def test_a_directory_that_does_not_exist(client: CortexClient, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await client.project("p").messages.save_debug_audio("s", "whole", tmp_path / "nowhere" / "take.wav")
    assert await client.project("p").messages.download_debug_audio("s", "whole") == WAV


async def test_sync(server: tuple[str, asyncio.Event], tmp_path: Path) -> None:
    def script() -> None:
        with cortex_sync.CortexClient(base_url=server[0], api_key="k", retry=False) as client:
            messages = client.project("p").messages
            assert messages.download_debug_audio("s", "whole") == WAV
            assert messages.save_debug_audio("s", "whole", tmp_path / "take.wav").read_bytes() == WAV
            with pytest.raises(ConnectionFailed):
                messages.save_debug_audio("s", "truncated", tmp_path / "other.wav")

    await asyncio.to_thread(script)
    assert [path.name for path in tmp_path.iterdir()] == ["take.wav"]
