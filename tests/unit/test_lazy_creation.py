"""Objects that are created on first use are created once, even if another thread or task interferes."""

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


def loaded(transport: LazyTransport) -> object:
    """Load the transport without an event loop, which is possible once its imports are done."""
    loading = transport.load()
    try:
        loading.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("loading had to wait")


def test_a_lazy_transport_loads_once() -> None:
    asyncio.run(LazyTransport(TransportSettings()).load())  # imports what it needs
    transports = [LazyTransport(TransportSettings())]
    inner: list[object] = []

    def check(outer: object) -> None:
        assert {outer, *inner} == {loaded(transports[-1])}
        inner.clear()
        transports.append(LazyTransport(TransportSettings()))

    places = everywhere(lambda: loaded(transports[-1]), lambda: inner.append(loaded(transports[-1])), check)
    assert places > 20


def test_a_codec_makes_one_converter() -> None:
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
async def test_a_loop_gets_one_set_of_connections_when_an_eager_task_gets_in_between() -> None:
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
