"""A table of a live view on a terminal, drawn anew in its place whenever something changes."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cortex_async import to_dict
from cortex_async._core.timing.clock import SystemClock
from cortex_cli.escaping import line
from cortex_cli.output.columns import columns_of
from cortex_cli.output.table import rows_table

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from cortex_async.live import LiveCollection
    from cortex_cli.invocation import Invocation

_FRAME: Final = 3
"""Lines beside the rows: the head, the last line, and the one with the cursor."""

_LOOK_EVERY: Final = 0.5
"""Seconds after which the size of the terminal and the connection are looked at."""

_PAUSE: Final = 0.1
"""Seconds between two drawings."""


async def show(invocation: Invocation, live: LiveCollection[Any], kind: str, columns: Sequence[str]) -> None:
    """Show the view until it ends, which raises what ended it, or until this is cancelled."""
    from rich.live import Live

    screen = Screen(invocation, kind, columns)
    # What cannot be read is repeated by the view, which is stale until then: the last line says so.
    live.on_error(lambda _: None)
    async with live:
        snapshots = live.snapshots()
        coming = asyncio.ensure_future(anext(snapshots))
        try:
            with Live(console=screen.console(), auto_refresh=False, vertical_overflow="crop") as drawn:
                while True:
                    await asyncio.wait({coming}, timeout=_LOOK_EVERY)
                    if coming.done():
                        screen.take(coming.result())
                        coming = asyncio.ensure_future(anext(snapshots))
                    if screen.is_new(stale=live.stale):
                        drawn.update(screen.draw(), refresh=True)
                        await SystemClock().sleep(_PAUSE)
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


class Screen:
    """What is drawn: the newest objects in as many rows as fit, and a line about the view."""

    def __init__(self, invocation: Invocation, kind: str, columns: Sequence[str]) -> None:
        self._invocation = invocation
        self._kind = kind
        self._columns = columns
        self._value: Mapping[str, Any] = {}
        self._at = ""
        self._drawn: object = None
        self._stale = False

    def take(self, value: Mapping[str, Any]) -> None:
        """Show these objects from now on."""
        self._value = value
        self._at = f"{datetime.now().astimezone():%H:%M:%S}"

    def is_new(self, *, stale: bool) -> bool:
        """Return whether something differs from what was drawn last."""
        self._stale = stale
        state = id(self._value), stale, shutil.get_terminal_size()
        new = self._drawn is None or state != self._drawn
        self._drawn = state
        return new

    def draw(self) -> RenderableType:
        """Return the table and the line below it."""
        from rich.console import Group
        from rich.text import Text

        printer, settings = self._invocation.printer, self._invocation.output
        room = max(1, shutil.get_terminal_size().lines - _FRAME)
        newest = [*self._value.values()][::-1][:room]
        records = [printer.safe(to_dict(one, names="api")) for one in newest]
        below = Text(line(self._below(len(records))), style="dim", no_wrap=True, overflow="ellipsis")
        if not records:
            return below
        columns = settings.fields or columns_of(records, [] if settings.wide else self._columns)
        return Group(rows_table(records, list(columns), settings)[0], below)

    def _below(self, shown: int) -> str:
        count = len(self._value)
        parts = [f"{count} {self._kind}" if shown == count else f"the newest {shown} of {count} {self._kind}"]
        parts.append(f"not connected, as of {self._at}" if self._stale else f"changed at {self._at}")
        return ", ".join(parts)

    def console(self) -> Console:
        """Return the terminal, which obeys NO_COLOR."""
        from rich.console import Console

        plain = bool(os.environ.get("NO_COLOR"))
        return Console(color_system=None if plain else "auto", highlight=False, emoji=False, markup=False)
