"""``for`` loops that are left by ``break``, ``return`` or an exception close at once what they opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cortex_sync import CortexClient, EventStream
from cortex_sync.project import ProjectScope
from tests.sync.loopback import WAIT, Loopback


@pytest.fixture
def client(server: Loopback) -> Iterator[CortexClient]:
    with CortexClient(base_url=server.base_url, api_key="k") as client:
        yield client


@pytest.fixture
def project(client: CortexClient, server: Loopback) -> ProjectScope:
    # The first event arrives as soon as there is a connection.
    return client.project("eager")


class Enough(Exception):
    pass


def by_break(stream: EventStream[Any]) -> None:
    for _ in stream:
        break


def by_return(stream: EventStream[Any]) -> None:
    def first() -> object:
        for event in stream:
            return event
        raise AssertionError

    first()


def by_exception(stream: EventStream[Any]) -> Enough:
    try:
        for _ in stream:
            raise Enough
    except Enough as error:
        # Kept with its traceback, as debuggers and log records do.
        return error
    raise AssertionError


def by_first_only(stream: EventStream[Any]) -> None:
    next(iter(stream))


WAYS: list[Callable[[EventStream[Any]], object]] = [by_break, by_return, by_exception, by_first_only]


@pytest.mark.parametrize("leave", WAYS)
def test_a_stream_outside_of_with_is_closed_when_its_loop_is_left(
    leave: Callable[[EventStream[Any]], object], project: ProjectScope, server: Loopback
) -> None:
    stream: EventStream[Any] = project.events.stream()
    kept = leave(stream)
    assert server.left.acquire(timeout=WAIT)
    del kept
    # The object still exists, and its stream has ended.
    with pytest.raises(RuntimeError, match="opened once"):
        stream.__enter__()


def test_a_stream_in_with_stays_open_over_several_loops(project: ProjectScope, server: Loopback) -> None:
    with project.events.stream() as stream:
        by_break(stream)
        assert stream.connected
        server.push(2)
        by_break(stream)
        assert stream.connected
    assert server.left.acquire(timeout=WAIT)


def test_an_iterator_that_is_closed_by_hand_closes_the_stream(
    project: ProjectScope, server: Loopback
) -> None:
    events = iter(project.events.stream())
    next(events)
    events.close()  # type: ignore[attr-defined]  # a generator's
    assert server.left.acquire(timeout=WAIT)
    assert list(events) == []


WALKS: dict[str, Callable[[ProjectScope], Iterator[object]]] = {
    "a pager": lambda project: iter(project.participants.list(page_size=10)),
    "its pages": lambda project: project.participants.list(page_size=10).pages(),
}


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_that_is_left_asks_for_nothing_more(
    walk: str, project: ProjectScope, server: Loopback
) -> None:
    for _ in WALKS[walk](project):
        break
    assert server.served["participants"] == 1
    project.participants.list(page_size=10).first_page()
    assert server.served["participants"] == 2


@pytest.mark.parametrize("use", ["__iter__", "changes", "snapshots"])
def test_a_view_is_followed_only_where_somebody_closes_it(use: str, project: ProjectScope) -> None:
    with pytest.raises(RuntimeError, match="enter the view first"):
        getattr(project.sessions.watch(), use)()
