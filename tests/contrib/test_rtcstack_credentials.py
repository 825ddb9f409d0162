"""Hints for rejected credentials, and valid secrets."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from cortex_async._core.call_errors import Unauthorized
from cortex_async._core.errors import ConfigError
from cortex_async.contrib.fake import Reply
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.fake.errors import problem
from tests.contrib.clock import ManualClock

KEY, SECRET = "key-7f3a", "secret-9c2e"

# As in the source of version 0.1.0.
DETAILS = {
    "Missing or invalid X-Api-Key header": "api_key",
    "Missing X-RTCstack-Timestamp or X-RTCstack-Signature header": "pass api_secret",
    "Request timestamp too old or too far in the future (replay protection)": "clocks",
    "Invalid X-RTCstack-Signature": "api_secret and body_hash",
}


async def refused(fake: FakeRTCStack, **settings: Any) -> Unauthorized:
    settings = {"api_key": KEY, "api_secret": SECRET, "clock": ManualClock(), **settings}
    async with RTCStackClient(base_url=fake.base_url, **settings) as client:
        with pytest.raises(Unauthorized) as caught:
            await client.rooms.list()
    return caught.value


@pytest.mark.parametrize(
    ("settings", "named", "unnamed"),
    [
        ({"api_key": "other"}, "api_key", "api_secret"),
        ({"api_key": "other", "api_secret": None}, "api_key", "api_secret"),
        ({"api_secret": "other"}, "api_secret", "clocks"),
        ({"api_secret": None}, "pass api_secret", "clocks"),
        ({"clock": ManualClock(1_769_860_800.0 + 4000)}, "clocks", "api_secret"),
    ],
    ids=["wrong key", "wrong key alone", "wrong secret", "no secret", "wrong time"],
)
async def test_the_hint_names_what_was_wrong(settings: dict[str, Any], named: str, unnamed: str) -> None:
    async with FakeRTCStack(KEY, SECRET, clock=ManualClock()) as fake:
        hint = (await refused(fake, **settings)).hint
    assert hint is not None
    assert named in hint
    assert unnamed not in hint


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("secret", [SECRET, None])
async def test_the_hint_follows_the_details_of_the_service(detail: str, secret: str | None) -> None:
    async with FakeRTCStack(KEY, SECRET) as fake:
        fake.next("listRooms", problem(401, detail))
        error = await refused(fake, api_secret=secret)
    assert DETAILS[detail] in str(error.hint)
    assert str(error).endswith(str(error.hint))


async def test_livekits_rejection_is_not_blamed_on_our_credentials() -> None:
    body = {"statusCode": 401, "code": "unauthenticated", "error": "Unauthorized", "message": "invalid token"}
    async with FakeRTCStack(KEY, SECRET) as fake:
        fake.next("listRooms", Reply(401, body))
        error = await refused(fake)
    assert (error.code, error.detail) == ("unauthenticated", "invalid token")
    assert "LiveKit rejects the service's own credentials" in str(error.hint)


@pytest.mark.parametrize(
    "body", [None, "<html>401</html>", {"message": "no"}, {"type": "x/unauthorized", "detail": "who?"}]
)
async def test_an_unspecific_rejection_gets_the_whole_list(body: object) -> None:
    async with FakeRTCStack(KEY, SECRET) as fake:
        fake.next("listRooms", Reply(401, body))
        hint = str((await refused(fake)).hint)
    assert all(name in hint for name in ("api_key", "api_secret", "body_hash", "clocks"))


@pytest.mark.parametrize(
    "secret", ["two words", " led by a blank", "tab\there", "ünïcödé 😀", "x" * 10_000, "a\nb", "%41", '"'],
    ids=range(8),
)  # fmt: skip
async def test_a_secret_may_be_any_string(secret: str) -> None:
    async with (
        FakeRTCStack(KEY, secret) as fake,
        RTCStackClient(base_url=fake.base_url, api_key=KEY, api_secret=secret) as client,
        RTCStackClient(base_url=fake.base_url, api_key=KEY, api_secret=secret + "?") as other,
    ):
        assert (await client.rooms.list()).rooms == []
        with pytest.raises(Unauthorized):
            await other.rooms.list()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_the_line_break_of_a_mounted_file_is_no_part_of_the_secret(end: str) -> None:
    async with (
        FakeRTCStack(KEY, SECRET) as fake,
        RTCStackClient(base_url=fake.base_url, api_key=KEY, api_secret=SECRET + end) as client,
    ):
        assert (await client.rooms.list()).rooms == []


@pytest.mark.parametrize("secret", ["", " ", "\n", 5, b"bytes", "canary\ud800"], ids=repr)
def test_an_invalid_secret_is_rejected_and_not_shown(secret: Any) -> None:
    with pytest.raises(ConfigError, match=r"^api_secret ") as caught:
        RTCStackClient(api_key=KEY, api_secret=secret)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
