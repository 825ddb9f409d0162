"""What is made on first use is made once, whatever comes in between: the first one counts, since somebody may hold it already."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

import pytest

from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.http.loop_bound import LoopBound
from cortex_async._core.http.settings import TransportSettings
from tests.sync.between import Interloper, everywhere


def loaded(line: LazyTransport) -> object:
    """What needs no event loop any more."""
    loading = line.load()
    try:
        loading.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")


def test_the_transport_of_a_line() -> None:
    asyncio.run(LazyTransport(TransportSettings()).load())  # imports what it needs
    lines = [LazyTransport(TransportSettings())]
    inner: list[object] = []

    def judge(outer: object) -> None:
        assert {outer, *inner} == {loaded(lines[-1])}
        inner.clear()
        lines.append(LazyTransport(TransportSettings()))

    places = everywhere(lambda: loaded(lines[-1]), lambda: inner.append(loaded(lines[-1])), judge)
    assert places > 20


def test_the_converter_of_a_codec() -> None:
    codecs = [Codec("cortex_async._generated")]
    inner: list[object] = []

    def first() -> object:
        return codecs[-1].converter

    total = Interloper(sys.maxsize, first)
    total.watching(first)
    for place in range(1, total.count, 97):
        codecs.append(Codec("cortex_async._generated"))
        interloper = Interloper(place, lambda: inner.append(first()))
        assert {interloper.watching(first), *inner} == {first()}
        inner.clear()


class Held:
    def __init__(self) -> None:
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True

    def abandon(self) -> None:
        self.closed = True


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are new in 3.12")
async def test_the_connections_of_a_loop_when_an_eager_task_comes_in_between() -> None:
    made: list[Held] = []
    tasks: list[asyncio.Task[Held]] = []
    factory: Callable[..., asyncio.Task[Held]] = getattr(asyncio, "eager_task_factory", asyncio.Task)

    def make() -> Held:
        held = Held()
        made.append(held)
        if len(made) == 1:
            tasks.append(factory(asyncio.get_running_loop(), bound.get()))
        return held

    bound = LoopBound(make, movable=True, site="here")
    outer = await bound.get()
    assert await tasks[0] is outer
    assert [held.closed for held in made] == [True, False]
    assert made[1] is outer
    await bound.aclose()
    assert outer.closed
