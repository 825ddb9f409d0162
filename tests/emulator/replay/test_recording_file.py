"""The file: who may read it, what is refused, what a crash leaves."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import orjson
import pytest
from aiohttp import web

from cortex_async.emulator import Recorder, RecordingError, Replay
from tests.emulator.replay.upstream import http, serving

HEADER = {"kind": "recording", "format": "cortex-recording", "version": 1}


async def ok(request: web.BaseRequest) -> web.StreamResponse:
    return web.json_response({"n": request.raw_path}, dumps=lambda value: orjson.dumps(value).decode())


async def record(file: Path, *paths: str, overwrite: bool = False) -> None:
    async with (
        serving(ok) as upstream,
        Recorder(upstream, file, overwrite=overwrite) as recorder,
        http() as client,
    ):
        for path in paths:
            async with client.get(recorder.base_url + path) as response:
                await response.read()
            # Flushed: the response is in the file before the next request.
            assert orjson.dumps({"n": path}) in file.read_bytes()
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_it_is_readable_by_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        await record(tmp_path / "a.ndjson", "/a")
        (tmp_path / "b.ndjson").touch(0o666)
        await record(tmp_path / "b.ndjson", "/b", overwrite=True)
    finally:
        os.umask(before)


async def test_an_existing_file_is_not_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text("precious")
    with pytest.raises(FileExistsError, match=r"a\.ndjson exists already"):
        await record(file)
    assert file.read_text() == "precious"
    await record(file, "/a", overwrite=True)
    assert "precious" not in file.read_text()


async def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such directory"):
        await record(tmp_path / "missing" / "a.ndjson")
    with pytest.raises(OSError, match="not a regular file"):
        await record(tmp_path, overwrite=True)
    assert os.listdir(tmp_path) == []


async def test_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ndjson", tmp_path / "link.ndjson"
    real.touch()
    link.symlink_to(real)
    await record(link, "/a", overwrite=True)
    assert link.is_symlink()
    assert b"/a" in real.read_bytes()


async def test_a_full_disk_keeps_what_was_written(tmp_path: Path) -> None:
    import resource

    file = tmp_path / "a.ndjson"
    # Unlike a full disk this also raises a signal, which Python ignores.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with serving(ok) as upstream, http() as client:
        recorder = Recorder(upstream, file)
        await recorder.start()
        async with client.get(f"{recorder.base_url}/first") as response:
            assert response.status == 200
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 100, before[1]))
        try:
            async with client.get(f"{recorder.base_url}/second") as response:
                assert await response.json() == {"n": "/second"}
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        with pytest.raises(OSError, match="could not be written to its end"):
            await recorder.stop()
    assert file.read_bytes().endswith(b"\n")
    assert [orjson.loads(line)["kind"] for line in file.read_bytes().splitlines()][:3] == [
        "recording", "request", "response"
    ]  # fmt: skip
    assert b"/second" not in file.read_bytes()


@pytest.mark.parametrize("cut", [1, 20, 60])
async def test_an_incomplete_last_line_is_one_warning(
    tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "a.ndjson"
    await record(file, "/a", "/b")
    raw = file.read_bytes()
    # As after a crash: without the end of the last exchange, and with a part of its response.
    response = raw.rindex(b'{"kind":"response"')
    file.write_bytes(raw[: response + cut])
    with caplog.at_level(logging.WARNING):
        async with Replay(file) as replay, http() as client, client.get(f"{replay.base_url}/a") as response_:
            assert await response_.json() == {"n": "/a"}
            assert len(replay) == 1
    assert [one.getMessage() for one in caplog.records] == [
        f"{file}: the last line is incomplete and ignored"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a recording"),
        (b"\xff\xfe", "is not a recording"),
        (b"[]\n", "is not a recording"),
        (b'{"format": "har"}\n', "is not a recording"),
        (orjson.dumps({**HEADER, "version": 2}), "is a recording of version 2; this release reads version 1"),
        (orjson.dumps(HEADER) + b"\nnonsense\n", "is damaged in line 2"),
        (orjson.dumps(HEADER) + b'\n{"kind": "request", "id": 1}\n', "is damaged in line 2"),
        (
            orjson.dumps(HEADER) + b'\n{"kind": "end", "id": 7, "at": 1, "how": "cut"}\n',
            "is damaged in line 2",
        ),
        (orjson.dumps(HEADER) + b"\n5\n", "is damaged in line 2"),
    ],
)
def test_what_is_no_recording(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(content)
    with pytest.raises(RecordingError, match=message):
        Replay(file)


def test_a_line_of_a_later_release_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    request = {"kind": "request", "id": 1, "at": 0, "method": "GET", "path": "/", "query": "", "headers": []}
    file.write_bytes(
        b"\n".join(map(orjson.dumps, [HEADER, request, {"kind": "note", "id": 1}, {"kind": "mark"}])) + b"\n"
    )
    assert len(Replay(file)) == 0


@pytest.mark.parametrize("speed", [0, -1, float("nan"), "fast"])
def test_an_invalid_speed(tmp_path: Path, speed: float) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(orjson.dumps(HEADER) + b"\n")
    with pytest.raises(ValueError, match="speed must be a number greater than 0, or 'max', got"):
        Replay(file, speed=speed)


def test_an_invalid_limit(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="max_body must be greater than 0, got 0"):
        Recorder("http://127.0.0.1:1", tmp_path / "a", max_body=0)
