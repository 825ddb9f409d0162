"""The feed in blocking code: the same messages, Ctrl-C, and nothing left behind."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import ClientClosed, CortexClient
from cortex_sync.bridge.runner import Runner
from cortex_sync.feeds import FeedMessage, FeedPosition, MessageFeed
from cortex_sync.project import ProjectScope


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread() as emulator:
        yield emulator
        emulator.wait_for_streams(0)


@pytest.fixture
def client(emulator: ThreadedEmulator) -> Iterator[CortexClient]:
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client
    assert tasks() == []


@pytest.fixture
def project(client: CortexClient, emulator: ThreadedEmulator) -> ProjectScope:
    return client.project(emulator.project_id)


def tasks() -> list[str]:
    async def names() -> list[str]:
        return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("cortex-")]

    async def nothing() -> None:
        return None

    runner = Runner(nothing)
    try:
        return runner.run(names)
    finally:
        runner.close()


def spoken(feed: MessageFeed, count: int) -> list[FeedMessage]:
    found = []
    for message in feed:
        if message.kind != "system":
            found.append(message)
        if len(found) == count:
            break
    return found


@pytest.mark.timeout(30)
def test_a_feed_survives_a_cut_and_a_restart(emulator: ThreadedEmulator, project: ProjectScope) -> None:
    session = project.sessions.create(title="a", external_room_id="a")
    missed: list[Any] = []
    with project.messages.follow(on_missed=missed.append) as feed:
        emulator.say(session.id, "ann", "one")
        emulator.cut_streams()
        emulator.say(session.id, "ann", "two")
        assert [one.text for one in spoken(feed, 2)] == ["one", "two"]
        before = feed.position
        feed.acknowledge()
        position = FeedPosition.from_json(feed.position.to_json())
    assert position == feed.position != before
    emulator.say(session.id, "bob", "three")
    with project.messages.follow(since=position) as feed:
        (message,) = spoken(feed, 1)
    assert (message.text, message.source, message.speaker.external_user_id) == ("three", "catch_up", "bob")
    assert missed == []


@pytest.mark.timeout(30)
def test_closing_ends_the_iteration_in_another_thread(client: CortexClient, project: ProjectScope) -> None:
    with project.messages.follow() as feed:
        found: list[object] = []
        waiting = threading.Thread(target=lambda: found.append(list(feed)))
        waiting.start()
        feed.close()
        feed.close()
        waiting.join()
        assert found == [[]]
    with project.messages.follow() as feed:
        client.close()
        with pytest.raises(ClientClosed):
            next(feed)


@pytest.mark.timeout(30)
def test_ctrl_c_ends_a_wait_and_loses_nothing(emulator: ThreadedEmulator, project: ProjectScope) -> None:
    session = project.sessions.create(title="a", external_room_id="a")
    with project.messages.follow() as feed:
        timer = threading.Timer(0.1, signal.raise_signal, [signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            next(feed)
        timer.join()
        emulator.say(session.id, "ann", "one")
        assert spoken(feed, 1)[0].text == "one"


@pytest.mark.timeout(30)
def test_a_message_that_did_not_arrive_is_handed_over_again(
    emulator: ThreadedEmulator, project: ProjectScope
) -> None:
    session = project.sessions.create(title="a", external_room_id="a")
    with project.messages.follow() as feed:
        emulator.say(session.id, "ann", "one")
        first = next(feed)
        # As if Ctrl-C had come after the loop thread had handed it over.
        feed._received -= 1
        assert next(feed) == first
        assert next(feed).text == "one"


def test_it_must_be_entered_and_an_abandoned_one_is_closed(project: ProjectScope) -> None:
    feed = project.messages.follow()
    with pytest.raises(RuntimeError, match="enter the feed first: with"):
        iter(feed)
    feed.__enter__()
    del feed
