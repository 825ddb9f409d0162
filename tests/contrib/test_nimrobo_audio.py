"""Audio from signed URLs on another host."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from cortex_async._core.call_errors import (
    APIError,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    NotFound,
    ResponseTooLarge,
    ServerError,
)
from cortex_async._core.files.part_file import PartFile
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.nimrobo import NimroboClient, SessionRef
from cortex_async.contrib.nimrobo.audio import MAX_RESUMES
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from tests.contrib.clock import ManualClock

SESSION = SessionRef.instant("sess_1")
AUDIO = bytes(range(256)) * 400


@pytest.fixture(autouse=True)
def a_session(nimrobo: FakeNimrobo) -> None:
    nimrobo.add("sess_1", audio=AUDIO)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> dict[int, asyncio.Event]:
    """Events that are set when the file has so many bytes. Bytes that were not read before a break would be lost."""
    gates: dict[int, asyncio.Event] = {}
    write = PartFile.write

    async def noting(file: PartFile, chunk: bytes) -> None:
        await write(file, chunk)
        for size, gate in gates.items():
            if file.size >= size:
                gate.set()

    monkeypatch.setattr(PartFile, "write", noting)
    return gates


Cut = Callable[..., Reply]


@pytest.fixture
def cut(read: dict[int, asyncio.Event]) -> Cut:
    """The recording from ``start``, cut off after ``end``; with 0 not cut off."""

    def make(end: int, start: int = 0, total: int | str = len(AUDIO), **headers: str) -> Reply:
        gate = read.setdefault(end, asyncio.Event())
        fields = {"ETag": '"a"', "Content-Type": "audio/wav", **headers}
        if start:
            fields["Content-Range"] = f"bytes {start}-{len(AUDIO) - 1}/{total}"
        return Reply(206 if start else 200, AUDIO[start:], fields, end - start, gate)

    return make


def rest(at: int, total: int | str = len(AUDIO)) -> Reply:
    return Reply(206, AUDIO[at:], {"Content-Range": f"bytes {at}-{len(AUDIO) - 1}/{total}"})


def nothing_left_in(folder: Path) -> bool:
    return not list(folder.iterdir())


async def test_the_recording_becomes_a_file(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    target = tmp_path / "interview.mp3"
    nimrobo.sessions["sess_1"].content_type = "audio/mpeg"
    saved = await robo.download_audio(SESSION, target)
    assert target.read_bytes() == AUDIO
    assert (saved.path, saved.content_type, saved.size) == (target, "audio/mpeg", len(AUDIO))
    assert [path.name for path in tmp_path.iterdir()] == ["interview.mp3"]
    # Replaced atomically.
    nimrobo.sessions["sess_1"].audio = b"other"
    await robo.download_audio(SESSION, str(target))
    assert target.read_bytes() == b"other"


async def test_the_apis_credential_stays_with_the_api(
    nimrobo: FakeNimrobo, tmp_path: Path, clock: ManualClock
) -> None:
    own = aiohttp.ClientSession(headers={"Authorization": "Bearer caller", "X-Caller": "1"})
    async with (
        own,
        NimroboClient(
            base_url=nimrobo.base_url,
            api_key=nimrobo.api_key,
            headers={"X-Client": "1"},
            session=own,
            clock=clock,
        ) as client,
    ):
        await client.download_audio(SESSION, tmp_path / "a.wav")
    assert nimrobo.requests.last("getSessionAudio").headers["Authorization"] == "[redacted]"
    assert nimrobo.requests.last("getSessionAudio").headers["X-Client"] == "1"
    (names,) = nimrobo.audio.header_names
    assert names == {"host", "accept", "accept-encoding", "user-agent"}


async def test_the_url_is_sent_byte_for_byte(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    # The host's signature covers the exact characters.
    address = await robo.get_audio_url(SESSION)
    assert "%2B" in address
    assert "c+d~e" in address


async def test_a_broken_download_is_resumed(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    nimrobo.audio.next("readAudio", cut(1000), cut(1500, start=1000), rest(1500))
    saved = await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert saved.path.read_bytes() == AUDIO
    ranges = [request.headers.get("Range") for request in nimrobo.audio.requests]
    assert ranges == [None, "bytes=1000-", "bytes=1500-"]
    assert nimrobo.audio.requests.last().headers["If-Range"] == '"a"'
    nimrobo.requests.assert_called("getSessionAudio", times=1)


async def test_resuming_with_the_hosts_own_ranges(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    import hashlib

    tag = f'"{hashlib.sha256(AUDIO).hexdigest()[:16]}"'
    nimrobo.audio.next("readAudio", cut(70_000, ETag=tag))
    assert (await robo.download_audio(SESSION, tmp_path / "a.wav")).path.read_bytes() == AUDIO
    assert [request.status for request in nimrobo.audio.requests] == [200, 206]


async def test_a_changed_recording_starts_over(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    # The entity tag has changed, so the host sends the whole recording.
    nimrobo.audio.next("readAudio", cut(1000, ETag='"old"'))
    assert (await robo.download_audio(SESSION, tmp_path / "a.wav")).path.read_bytes() == AUDIO
    assert [request.status for request in nimrobo.audio.requests] == [200, 200]


@pytest.mark.parametrize(
    "odd",
    [
        rest(999),
        rest(1000, total=5),
        Reply(206, AUDIO[1000:]),
        Reply(206, AUDIO[1000:], {"Content-Range": "nonsense"}),
    ],
)
async def test_an_invalid_partial_response_starts_over(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, odd: Reply
) -> None:
    nimrobo.audio.next("readAudio", odd, cut(1000), odd)
    saved = await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert saved.path.read_bytes() == AUDIO


async def test_without_an_entity_tag_date_or_length_are_used(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    date = "Sat, 31 Jan 2026 12:00:00 GMT"
    weak = {"ETag": 'W/"a"', "Last-Modified": date}
    nimrobo.audio.next("readAudio", cut(10, **weak), rest(10))
    await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert nimrobo.audio.requests.last().headers["If-Range"] == date
    nimrobo.audio.next("readAudio", cut(20, ETag="", **{"Last-Modified": ""}), rest(20, total="*"))
    saved = await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert "If-Range" not in nimrobo.audio.requests.last().headers
    assert saved.path.read_bytes() == AUDIO


async def test_a_break_after_the_last_byte(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    past = Reply(416, None, {"Content-Range": "bytes */1000"})
    nimrobo.audio.next("readAudio", cut(1000), past)
    assert (await robo.download_audio(SESSION, tmp_path / "a.wav")).size == 1000
    nimrobo.audio.next("readAudio", cut(900), past)
    with pytest.raises(APIError, match="416"):
        await robo.download_audio(SESSION, tmp_path / "b.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_an_expired_url_is_replaced_once(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, status: int
) -> None:
    expired = Reply(status, b"<Error/>")
    nimrobo.audio.next("readAudio", expired)
    assert (await robo.download_audio(SESSION, tmp_path / "a.wav")).path.read_bytes() == AUDIO
    nimrobo.requests.assert_called("getSessionAudio", times=2)
    nimrobo.audio.next("readAudio", expired, expired)
    with pytest.raises(APIError, match="host of the recording responded with"):
        await robo.download_audio(SESSION, tmp_path / "b.wav")
    nimrobo.requests.assert_called("getSessionAudio", times=4)


async def test_a_url_that_expires_during_the_download(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, clock: ManualClock
) -> None:
    nimrobo.audio.lifetime = 60
    nimrobo.audio.next("readAudio", cut(5000))
    nimrobo.audio.requests.listen(
        lambda request: clock.move(61) if len(nimrobo.audio.requests) == 1 else None
    )
    saved = await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert saved.path.read_bytes() == AUDIO
    assert [request.status for request in nimrobo.audio.requests] == [200, 403, 200]
    assert nimrobo.audio.requests.last().headers["Range"] == "bytes=5000-"


async def test_an_incomplete_recording_leaves_no_file(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    nimrobo.audio.next("readAudio", *[Reply(close=True)] * 8)
    with pytest.raises(ConnectionFailed, match="closed the connection"):
        await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert nothing_left_in(tmp_path)


async def test_the_number_of_resumes_is_limited(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    nimrobo.audio.next("readAudio", cut(1), *[cut(at + 1, start=at) for at in range(1, 200)])
    with pytest.raises(ConnectionFailed):
        await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert len(nimrobo.audio.requests) == MAX_RESUMES + 1
    assert nothing_left_in(tmp_path)


async def test_without_retries_a_break_is_an_error(
    cut: Cut, robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    nimrobo.audio.next("readAudio", cut(1000))
    with pytest.raises(ConnectionFailed):
        await robo.download_audio(SESSION, tmp_path / "a.wav", retry=False)
    assert len(nimrobo.audio.requests) == 1
    assert nothing_left_in(tmp_path)


async def test_failures_of_the_host_are_retried(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    nimrobo.audio.next("readAudio", Reply(503, "busy"), Reply(500, "broken"))
    await robo.download_audio(SESSION, tmp_path / "a.wav")
    nimrobo.audio.next("readAudio", *[Reply(500, "broken")] * 8)
    with pytest.raises(ServerError):
        await robo.download_audio(SESSION, tmp_path / "b.wav")


async def test_a_recording_may_be_too_long(robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path) -> None:
    with pytest.raises(ResponseTooLarge, match="longer than 1000 bytes"):
        await robo.download_audio(SESSION, tmp_path / "a.wav", max_bytes=1000)
    assert nothing_left_in(tmp_path)


async def test_no_recording(robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path) -> None:
    nimrobo.sessions["sess_1"].audio = None
    with pytest.raises(NotFound, match="Audio file not found"):
        await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert nimrobo.audio.header_names == []
    assert nothing_left_in(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nothing",
        "ftp://host/a",
        "http://user:pw@host/a",
        "http://ho st/a",
        "http://host/a\r\nX: y",
        "file:///etc/passwd",
        "http://[::1",
        "http://host:99999/a",
        "http://host:x/a",
    ],
)
async def test_invalid_urls(robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, address: str) -> None:
    nimrobo.next("getSessionAudio", Reply(200, {"success": True, "sessionId": "sess_1", "audioUrl": address}))
    with pytest.raises(DecodeError, match="audioUrl") as caught:
        await robo.download_audio(SESSION, tmp_path / "a.wav")
    assert not address or address not in str(caught.value)


def test_an_api_over_https_leads_to_https_only() -> None:
    client = NimroboClient(api_key="api_x")
    with pytest.raises(DecodeError, match="begins with https://"):
        client._storage.at("http://storage.example.com/a?sig=x")
    assert client._storage.at("https://storage.example.com/a?sig=x#part").base_url.endswith("sig=x")


async def test_a_download_that_is_cancelled_leaves_no_file(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    reached = asyncio.Event()
    nimrobo.audio.requests.listen(lambda request: reached.set())
    nimrobo.sessions["sess_1"].audio = AUDIO * 500
    task = asyncio.create_task(robo.download_audio(SESSION, tmp_path / "a.wav"))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert nothing_left_in(tmp_path)


async def test_variants_share_the_storages_connections(robo: NimroboClient, tmp_path: Path) -> None:
    variant = robo.with_options(retry=False)
    await variant.download_audio(SESSION, tmp_path / "a.wav")
    await variant.aclose()
    await robo.download_audio(SESSION, tmp_path / "b.wav")


async def test_the_url_is_never_shown(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    nimrobo.audio.lifetime = -1
    with pytest.raises(Forbidden) as caught:
        await robo.download_audio(SESSION, tmp_path / "a.wav")
    nimrobo.audio.lifetime = 60
    saved = await robo.download_audio(SESSION, tmp_path / "a.wav")
    error = caught.value
    shown = " ".join(
        [str(error), repr(vars(error)), repr(error.__cause__), repr(error.__context__), repr(saved)]
    )
    shown += caplog.text + " ".join(map(repr, nimrobo.audio.requests))
    assert "sig=" not in shown
    assert "expires=" not in shown
    assert error.body == b""
    assert error.operation == "readSignedAudio"


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "application/xml", "application/json", "image/png"]
)
async def test_a_successful_response_with_another_content_type_is_an_error(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path, kind: str
) -> None:
    nimrobo.sessions["sess_1"].content_type = kind
    shown = kind.partition(";")[0] if kind != "image/png" else "another kind of content"
    with pytest.raises(DecodeError, match=rf"200 .*audio.*{shown}"):
        await robo.download_audio(SESSION, tmp_path / "interview.mp3")
    assert nothing_left_in(tmp_path)


async def test_an_unwritable_file_is_reported_before_any_request(
    robo: NimroboClient, nimrobo: FakeNimrobo, tmp_path: Path
) -> None:
    for path in (tmp_path, Path("/dev/null"), tmp_path / ("n" * 256)):
        with pytest.raises(OSError):
            await robo.download_audio(SESSION, path)
    assert list(nimrobo.requests) == []
