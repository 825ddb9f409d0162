"""Saving files, async and sync: only complete recordings are saved, and nothing else is touched."""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import stat
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

import cortex_sync
from cortex_async import CortexClient, CortexError, DecodeError
from tests.disk import largest_file, names
from tests.wire.server import RawServer, raw_response

WAV = b"RIFF" + bytes(range(256)) * 1024
AUDIO = raw_response(200, WAV, kind="audio/wav")

Save: TypeAlias = Callable[[str, Path], Awaitable[Path]]


async def asynchronously(url: str, path: Path) -> Path:
    async with CortexClient(base_url=url, api_key="k", retry=False) as client:
        return await client.project("p").messages.save_debug_audio("s", "m", path)


async def blocking(url: str, path: Path) -> Path:
    def script() -> Path:
        with cortex_sync.CortexClient(base_url=url, api_key="k", retry=False) as client:
            return client.project("p").messages.save_debug_audio("s", "m", path)

    return await asyncio.to_thread(script)


@pytest.fixture(params=[asynchronously, blocking], ids=["async", "sync"])
def save(request: pytest.FixtureRequest) -> Save:
    found: Save = request.param
    return found


@pytest.mark.parametrize(
    "kind", ["audio/wav", "Audio/WAV; codecs=1", "audio/x-wav", "application/octet-stream", ""]
)
async def test_audio_under_any_media_type(save: Save, tmp_path: Path, kind: str) -> None:
    async with RawServer(raw_response(200, WAV, kind=kind)) as server:
        assert (await save(server.url, tmp_path / "take.wav")).read_bytes() == WAV


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>sign in</html>", "text/html; charset=utf-8"),
        (b'{"message":"soon"}', "application/json"),
        (b"soon", "text/plain"),
        (b"\x89PNG", "image/png"),
    ],
)
async def test_another_media_type_with_a_good_status_is_refused(
    save: Save, tmp_path: Path, body: bytes, kind: str
) -> None:
    target = tmp_path / "take.wav"
    target.write_bytes(b"an older take")
    async with RawServer(raw_response(200, body, kind=kind)) as server:
        with pytest.raises(DecodeError, match=rf"200 .*audio/wav.*{kind.partition(';')[0]}") as caught:
            await save(server.url, target)
        with pytest.raises(DecodeError, match=kind.partition(";")[0]):
            async with CortexClient(base_url=server.url, api_key="k") as client:
                await client.project("p").messages.download_debug_audio("s", "m")
    assert caught.value.status == 200
    assert target.read_bytes() == b"an older take"
    assert names(tmp_path) == ["take.wav"]


@pytest.mark.parametrize("status", [204, 205, 206])
async def test_a_partial_recording_is_refused(save: Save, tmp_path: Path, status: int) -> None:
    reply = raw_response(status, WAV[:1000] if status == 206 else b"", kind="audio/wav")
    async with RawServer(reply) as server:
        with pytest.raises(DecodeError, match=str(status)):
            await save(server.url, tmp_path / "take.wav")
    assert names(tmp_path) == []


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "x-unheard-of", "gzip, br"])
async def test_an_unrequested_content_encoding_is_refused(save: Save, tmp_path: Path, encoding: str) -> None:
    reply = raw_response(
        200, b"\x8b\x02\x80" + WAV[:100] + b"\x03", {"Content-Encoding": encoding}, kind="audio/wav"
    )
    async with RawServer(reply) as server:
        with pytest.raises(CortexError):
            await save(server.url, tmp_path / "take.wav")
    assert names(tmp_path) == []


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_compressed_recording_is_saved_as_it_was(
    save: Save, tmp_path: Path, encoding: str, compress: Callable[[bytes], bytes]
) -> None:
    reply = raw_response(200, compress(WAV), {"Content-Encoding": encoding}, kind="audio/wav")
    async with RawServer(reply) as server:
        assert (await save(server.url, tmp_path / "take.wav")).read_bytes() == WAV


@pytest.mark.parametrize("kind", ["directory", "fifo", "/dev/null", "/dev/stdout", "nowhere", "too long"])
async def test_an_unwritable_target_is_not_requested(save: Save, tmp_path: Path, kind: str) -> None:
    path = {"nowhere": tmp_path / "no" / "where", "too long": tmp_path / ("n" * 256)}.get(
        kind, tmp_path / kind
    )
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    before = names(tmp_path)
    async with RawServer(AUDIO) as server:
        with pytest.raises(OSError):
            await save(server.url, path)
        assert server.requests == []
    assert names(tmp_path) == before


@pytest.mark.parametrize("name", ["take.wav", "n" * 255])
async def test_a_link_is_followed_and_the_mode_kept(save: Save, tmp_path: Path, name: str) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / name, tmp_path / name
    real.write_bytes(b"an older take")
    real.chmod(0o640)
    link.symlink_to(real)
    async with RawServer(AUDIO) as server:
        assert await save(server.url, link) == link
    assert link.is_symlink()
    assert real.read_bytes() == WAV
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert names(real.parent) == [name]


async def test_a_full_disk_keeps_the_existing_file(save: Save, tmp_path: Path) -> None:
    target = tmp_path / "take.wav"
    target.write_bytes(b"an older take")
    async with RawServer(AUDIO) as server:
        with largest_file(10_000), pytest.raises(OSError, match=r"take\.wav"):
            await save(server.url, target)
    assert target.read_bytes() == b"an older take"
    assert names(tmp_path) == ["take.wav"]


async def test_cancelled_at_any_moment_it_leaves_the_whole_file_or_none(tmp_path: Path) -> None:
    target = tmp_path / "take.wav"
    async with RawServer(AUDIO) as server, CortexClient(base_url=server.url, api_key="k") as client:
        for turns in range(0, 120, 3):
            saving = asyncio.create_task(client.project("p").messages.save_debug_audio("s", "m", target))
            for _ in range(turns):
                await asyncio.sleep(0)
            saving.cancel()
            await asyncio.wait({saving})
            assert names(tmp_path) == (["take.wav"] if target.exists() else [])
            assert not target.exists() or target.read_bytes() == WAV
            target.unlink(missing_ok=True)


@pytest.mark.parametrize("cut", [1, 8, 100, 5_000])
@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_truncated_compressed_recording_is_refused(
    save: Save, tmp_path: Path, encoding: str, compress: Callable[[bytes], bytes], cut: int
) -> None:
    """Its Content-Length matches the truncated body, so HTTP alone does not detect it."""
    target = tmp_path / "take.wav"
    target.write_bytes(b"an older take")
    noise = random.Random(1).randbytes(100_000)
    reply = raw_response(200, compress(noise)[:-cut], {"Content-Encoding": encoding}, kind="audio/wav")
    async with RawServer(reply) as server:
        with pytest.raises(CortexError, match=f"{encoding}"):
            await save(server.url, target)
    assert target.read_bytes() == b"an older take"
    assert names(tmp_path) == ["take.wav"]
