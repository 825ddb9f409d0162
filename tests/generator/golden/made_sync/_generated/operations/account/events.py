# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.stream import EventStream
from tests.generator.golden.made._generated.operations.account import events as inner

if TYPE_CHECKING:
    from cortex_async._core.stream import StreamOptions
    from tests.generator.golden.made._generated.events import Event


class EventsOperations(Operations[inner.EventsOperations]):
    """Operations of the resource events in the scope account."""

    __slots__ = ()

    def stream(self, **options: Unpack[StreamOptions]) -> EventStream[Event]:
        """stream

        Operation stream: GET /events
        """
        return EventStream(self._runner, self._inner.stream(**options))
