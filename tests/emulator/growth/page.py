"""The status page, made without a connection."""

from __future__ import annotations

from collections.abc import Callable

from cortex_async.emulator import Emulator
from cortex_async.emulator.exchanges import Exchanges
from cortex_async.emulator.page.controls import OFFERED
from cortex_async.emulator.page.filters import Filter
from cortex_async.emulator.page.known_secrets import KnownSecrets
from cortex_async.emulator.page.layout import Layout
from cortex_async.emulator.page.redaction import PageRedaction
from cortex_async.emulator.page.view import Sources, View
from cortex_async.emulator.stream_log import StreamLog


def status_page(emulator: Emulator) -> Callable[[], None]:
    """Makes the page anew whenever it is called. The first time it learns all secrets."""
    world = emulator.world
    redaction, layout = PageRedaction(KnownSecrets(world, tuple)), Layout(wants_token=True)
    sources = Sources(
        world, emulator.requests, Exchanges(10), emulator.faults, StreamLog(), redaction, OFFERED
    )

    def make() -> None:
        redaction.begin()
        layout.status(View(sources, Filter(), world.clock.timestamp()))

    return make
