"""What the sections read: the emulator's state, bounded and without secrets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from attrs import field, frozen

from cortex_async.emulator.control.definition import Control
from cortex_async.emulator.exchanges import Exchange, Exchanges
from cortex_async.emulator.faults.calls import Faults
from cortex_async.emulator.page.filters import Filter
from cortex_async.emulator.page.html import Html
from cortex_async.emulator.page.parts import when
from cortex_async.emulator.page.redaction import PageRedaction
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.records import Record
from cortex_async.emulator.stream_log import StreamLog
from cortex_async.emulator.tables.table import Table
from cortex_async.emulator.world import World

TRANSCRIPTS = 10
"""Sessions whose transcripts are shown, the latest ones."""

SHOWN = 50
"""Items of each kind that are shown, the latest ones."""


@frozen
class Sources:
    """Where an emulator's page gets everything from.

    controls: the controls that the page offers, none if it is read-only.
    """

    world: World
    recording: Recording
    exchanges: Exchanges
    faults: Faults
    streams: StreamLog
    redaction: PageRedaction
    controls: Mapping[str, Control] = field(factory=dict[str, Control])


@frozen
class View:
    """The sources at one moment, with the filter of one visitor."""

    sources: Sources
    filter: Filter
    now: float

    @property
    def world(self) -> World:
        return self.sources.world

    def when(self, timestamp: str | None) -> Html | None:
        """A point in time as the page shows it."""
        return when(timestamp, self.now)

    def text(self, text: str) -> str:
        """Text without secrets."""
        return self.sources.redaction.text(text)

    def all(self, table: Table) -> Iterator[Record]:
        """The raw records of all projects, newest first."""
        return table.latest()

    def latest(self, table: Table, count: int = SHOWN) -> list[tuple[Record, Record]]:
        """The latest records of all projects, newest first: each one raw, and as it may be shown."""
        raw = list(islice(self.all(table), count))
        return self.beside(raw)

    def beside(self, raw: Iterable[Record]) -> list[tuple[Record, Record]]:
        """Each record raw, and as it may be shown."""
        raw = list(raw)
        return list(zip(raw, self.sources.redaction.records(raw), strict=True))

    def sessions(self) -> list[Record]:
        """The raw records of the sessions whose transcripts are shown."""
        return list(islice(self.all(self.world.store.sessions), TRANSCRIPTS))

    def exchanges(self) -> list[Exchange]:
        """The requests that the filter lets through, newest first, as many as are shown."""
        recorded = self.sources.exchanges.of(self.sources.recording)
        return list(islice(filter(self.filter.request, recorded), SHOWN))

    def shown_json(self, record: Record) -> Record:
        """A record as it may be shown."""
        return self.sources.redaction.record(record)
