"""Patterns that match no known event type: a warning at the caller's line, wherever patterns are accepted,
and no error.
"""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cortex_sync
from cortex_async import CortexClient, UnknownEventTypeWarning
from cortex_async._core.stream.event_patterns import covers, warn_of_unknown
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.event_types import known_types
from cortex_async.webhooks import WebhookRouter
from cortex_sync.contrib.rtcstack import RTCStackClient as SyncRTCStackClient
from tests.webhooks.deliveries import SECRET
from tests.wire.server import RawServer, raw_response

KNOWN = sorted(known_types())
PREFIXES = sorted({kind[: at + 1] + "*" for kind in KNOWN for at, sign in enumerate(kind) if sign == "."})
NOW = "2026-01-01T00:00:00Z"
SUBSCRIPTION = {
    "id": "s", "projectId": "p", "tenantId": "t", "url": "http://x", "events": [], "isActive": True, "authType": "none",
    "createdAt": NOW, "updatedAt": NOW,
}  # fmt: skip

Take = Callable[[str, list[str]], Awaitable[int]]
"""Passes patterns to the SDK and returns the line that did so."""


def line() -> int:
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


async def account_stream(url: str, types: list[str]) -> int:
    async with CortexClient(base_url=url, api_key="k") as client:
        client.events.stream(types=types); return line()  # fmt: skip  # noqa: E702


async def project_stream(url: str, types: list[str]) -> int:
    async with CortexClient(base_url=url, api_key="k") as client:
        client.project("p").events.stream(types=iter(types)); return line()  # fmt: skip  # noqa: E702


async def subscription(url: str, types: list[str]) -> int:
    async with CortexClient(base_url=url, api_key="k") as client:
        webhooks = client.project("p").webhooks
        await webhooks.create_subscription(url="http://x", secret="s", events=types); at = line()  # fmt: skip  # noqa: E702
        return at


async def changed_subscription(url: str, types: list[str]) -> int:
    async with CortexClient(base_url=url, api_key="k") as client:
        await client.project("p").webhooks.update_subscription("s", events=types); return line()  # fmt: skip  # noqa: E702


async def router(url: str, types: list[str]) -> int:
    WebhookRouter(SECRET).on(*types)(print); return line()  # fmt: skip  # noqa: E702


def sync_account_stream(url: str, types: list[str]) -> int:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client:
        client.events.stream(types=types); return line()  # fmt: skip  # noqa: E702


def sync_project_stream(url: str, types: list[str]) -> int:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client:
        client.project("p").events.stream(types=types); return line()  # fmt: skip  # noqa: E702


def sync_subscription(url: str, types: list[str]) -> int:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client:
        webhooks = client.project("p").webhooks
        webhooks.create_subscription(url="http://x", secret="s", events=types); return line()  # fmt: skip  # noqa: E702


def sync_changed_subscription(url: str, types: list[str]) -> int:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client:
        client.project("p").webhooks.update_subscription("s", events=types); return line()  # fmt: skip  # noqa: E702


TAKERS: list[Any] = [
    account_stream, project_stream, subscription, changed_subscription, router,
    sync_account_stream, sync_project_stream, sync_subscription, sync_changed_subscription,
]  # fmt: skip


async def warned(take: Any, types: list[str]) -> list[warnings.WarningMessage]:
    """The warning's message, after a check of the line that it names."""
    async with RawServer(raw_response(200, SUBSCRIPTION)) as server:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            if inspect.iscoroutinefunction(take):
                at = await take(server.url, types)
            else:
                at = await asyncio.to_thread(take, server.url, types)
    found = [one for one in caught if one.category is UnknownEventTypeWarning]
    assert [(one.filename, one.lineno) for one in found] == [(__file__, at)] * len(found)
    return found


@pytest.mark.parametrize("take", TAKERS, ids=lambda take: take.__name__)
async def test_a_misspelt_type_is_warned_of_once_with_the_nearest(take: Any) -> None:
    (warning,) = await warned(take, ["session.*", "mesage.*", "mesage.*"])
    assert str(warning.message).startswith("'mesage.*' matches no event type")
    assert "'message.*'" in str(warning.message)
    (warning,) = await warned(take, ["sanction.creatd"])
    assert "'sanction.created'" in str(warning.message)


@pytest.mark.parametrize("take", TAKERS, ids=lambda take: take.__name__)
async def test_known_types_are_taken_in_silence(take: Any) -> None:
    assert await warned(take, ["*"]) == []
    assert (
        await warned(take, ["message.created", "gathering.*", "gathering.member.*", "bot.status.changed"])
        == []
    )


@given(pattern=st.sampled_from([*KNOWN, *PREFIXES]), at=st.integers(0, 30), sign=st.sampled_from("abxyz_ "))
def test_one_letter_off_names_what_was_meant_or_something_as_near(pattern: str, at: int, sign: str) -> None:
    at %= len(pattern.rstrip(".*"))
    misspelt = pattern[:at] + sign + pattern[at + 1 :]
    assume(not any(covers(misspelt, kind) for kind in KNOWN))
    with pytest.warns(UnknownEventTypeWarning) as caught:
        warn_of_unknown([misspelt], KNOWN)
    suggestion = str(caught[0].message).rpartition(" ")[2].strip("'")
    assert any(covers(suggestion, kind) for kind in KNOWN)
    assert suggestion == pattern or abs(len(suggestion) - len(pattern)) < 4


@pytest.mark.parametrize("pattern", [*KNOWN, *PREFIXES, "*"])
def test_whatever_is_known_passes(pattern: str) -> None:
    warn_of_unknown([pattern], KNOWN)


@pytest.mark.parametrize(
    "pattern", ["", "*.created", "Session.*", " session.*", "session*", "session", "nothing at all"]
)
def test_patterns_that_are_none(pattern: str) -> None:
    with pytest.warns(UnknownEventTypeWarning, match="nearest known is"):
        warn_of_unknown([pattern], KNOWN)


async def test_a_warned_of_filter_is_sent_all_the_same() -> None:
    silent = RawServer(raw_response(200, b"", kind="text/event-stream"))
    async with silent as server, CortexClient(base_url=server.url, api_key="k") as client:
        with pytest.warns(UnknownEventTypeWarning):
            stream = client.project("p").events.stream(types=(one for one in ("new.*", "session.*")))
        async with stream:
            await server.arrived.wait()
    assert server.requests[0].target.endswith("?types=new.%2A%2Csession.%2A")


async def test_webhooks_of_rtcstack_know_their_own_events() -> None:
    """Only for changes: at creation the service refuses unknown events."""
    reply = raw_response(200, {"id": "w", "url": "http://x", "events": [], "secret": "s", "createdAt": NOW})
    async with RawServer(reply) as server:
        async with RTCStackClient(base_url=server.url, api_key="k") as client:
            await client.webhooks.update("w", events=["room_created", "*"])
            with pytest.warns(UnknownEventTypeWarning, match="'participant_joined'"):
                await client.webhooks.update("w", events=["particpant_joined"])

        def blocking() -> None:
            with SyncRTCStackClient(base_url=server.url, api_key="k") as client:
                client.webhooks.update("w", events=["room_created"])
                with pytest.warns(UnknownEventTypeWarning, match="'room_closed'") as caught:
                    client.webhooks.update("w", events=["room_close"])
                assert [one.filename for one in caught] == [__file__]

        await asyncio.to_thread(blocking)
