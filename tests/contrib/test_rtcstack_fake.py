"""The fake matches version 0.1.0 in webhooks and in the maximum length of ids."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async._core.call_errors import BadRequest, NotFound
from cortex_async.contrib.fake import FakeServer
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.contrib.test_rtcstack_deviations import ask

URL = "https://example.com/hook"
URIS = [
    "http://x", "https://[::1]:8080/a?b=c#d", "HTTP://EXAMPLE.com", "urn:isbn:1", "mailto:a@b.example", "http://", "a:b",
    "https://u:p@h/%20?q=[no]".replace("[no]", "no"), "x:/", "http://h//a//b?c?d#e?f",
]  # fmt: skip
NO_URIS = [
    "", " ", "example.com/hook", "/hook", "//host/hook", "http:", "http://a b", "https://exämple.com", "1http://x", "http://x/%zz",
    "http://x/%2", "http://[::1", "http://[::g]/", "http://[1.2.3.4]/", "http://h:port/", "http://x/\n", "http://x/<>", "http://x#a#b",
    ":x", "http://a@b@c/", "a:?", "http://x/[", "x://h\\p", 'h:"', "none", "5",
]  # fmt: skip


@pytest.mark.parametrize("url", URIS)
async def test_any_uri_may_be_a_webhooks_address(stack: RTCStackClient, url: str) -> None:
    assert (await stack.webhooks.create(url=url)).url == url


@pytest.mark.parametrize("url", NO_URIS)
async def test_an_invalid_uri_is_rejected_at_creation(stack: RTCStackClient, url: str) -> None:
    with pytest.raises(BadRequest, match='body/url must match format "uri"') as caught:
        await stack.webhooks.create(url=url)
    assert caught.value.code == "FST_ERR_VALIDATION"
    assert (await stack.webhooks.list()).webhooks == []


@pytest.mark.parametrize("url", [5, True, None, ["https://x"], {}])
async def test_a_uri_must_be_a_string(stack: RTCStackClient, url: object) -> None:
    """Values are coerced first: a number becomes a string that is not a URI."""
    assert (await ask(stack, "POST", "/v1/webhooks", {"url": url})).status == 400


@pytest.mark.parametrize("url", ["", None, 0, False])
async def test_a_change_to_nothing_changes_nothing(stack: RTCStackClient, url: object) -> None:
    made = await stack.webhooks.create(url=URL, events=["room_created"])
    body: dict[str, Any] = {"url": url, "events": url}
    assert (await ask(stack, "PATCH", f"/v1/webhooks/{made.id}", body)).status == 200
    found = await stack.webhooks.get(made.id)
    assert (found.url, found.events) == (URL, ["room_created"])


async def test_a_change_to_no_events(stack: RTCStackClient) -> None:
    made = await stack.webhooks.create(url=URL)
    assert (await stack.webhooks.update(made.id, events=[])).events == []


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/json"}], ids=["without", "with"])
async def test_a_change_without_a_body(stack: RTCStackClient, headers: dict[str, str]) -> None:
    """The framework checks for a body first, then the service looks up the webhook, then it reads the body."""
    known = (await stack.webhooks.create(url=URL)).id
    statuses = [(await ask(stack, "PATCH", f"/v1/webhooks/{one}", **headers)).status for one in (known, "x")]
    assert statuses == ([400, 400] if headers else [500, 404])


async def test_a_service_without_faults_does_not_crash_on_it(rtcstack: FakeRTCStack) -> None:
    async with (
        FakeRTCStack(defects=False) as fake,
        RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret) as client,
    ):
        made = await client.webhooks.create(url=URL)
        assert (await ask(client, "PATCH", f"/v1/webhooks/{made.id}")).status == 200


async def test_an_unusable_url_is_reported_by_the_test_operation(stack: RTCStackClient) -> None:
    made = await stack.webhooks.create(url=URL)
    await ask(stack, "PATCH", f"/v1/webhooks/{made.id}", {"url": "nowhere"})
    tested = await stack.webhooks.test(made.id)
    assert (tested.delivered, tested.error) == (False, "Failed to parse URL from nowhere")


async def test_an_empty_secret_is_accepted(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    assert (await stack.webhooks.create(url=URL, secret="")).secret == ""
    assert len((await stack.webhooks.create(url=URL)).secret) == 64


# 100 code units each: ASCII, beyond ASCII, beyond the basic multilingual plane.
LONGEST = ["a" * 100, "ä" * 100, "😀" * 50, "/" * 100]


@pytest.mark.parametrize("room", LONGEST, ids=["ascii", "latin", "astral", "escaped"])
async def test_an_id_has_at_most_100_utf16_units(
    stack: RTCStackClient, rtcstack: FakeRTCStack, room: str
) -> None:
    await stack.rooms.create(name=room)
    await stack.rooms.create(name=room + "x")
    assert (await stack.rooms.get(room)).name == room
    with pytest.raises(NotFound, match=r"Route GET:/v1/rooms/.* not found") as caught:
        await stack.rooms.get(room + "x")
    assert caught.value.code is None
    assert {one.name for one in (await stack.rooms.list()).rooms} == {room, room + "x"}


async def test_a_server_without_the_limit_takes_any_id() -> None:
    assert FakeServer([]).longest_value is None
