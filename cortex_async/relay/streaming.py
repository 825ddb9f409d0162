"""The event stream of a relay: each event with the bytes that came, undecoded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cortex_async._core.request import Request
from cortex_async._core.retry import server_time
from cortex_async._core.stream import EventStream, StreamState
from cortex_async._core.stream.event_patterns import silenced
from cortex_async._core.stream.events import share_trouble
from cortex_async._core.stream.kept_data import KeptData
from cortex_async._core.timing.clock import Clock
from cortex_async._core.timing.troubles import Trouble
from cortex_async._generated.operations.account.events import STREAM as OF_ACCOUNT
from cortex_async._generated.operations.project.events import STREAM as OF_PROJECT
from cortex_async.relay.items import Item

if TYPE_CHECKING:
    from cortex_async._core.operations import Caller
    from cortex_async._core.response import Response


class ServerClock:
    """The time of the server: by the date of its latest response, and by the local clock before the first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offset: float | None = None

    def now(self) -> float:
        """Return Unix seconds."""
        return self._clock.unix() if self._offset is None else self._offset + self._clock.monotonic()

    def saw(self, response: Response) -> None:
        """Take note of a response that has just begun."""
        date = server_time(response.headers)
        if date is not None:
            self._offset = date - self._clock.monotonic()


def open_stream(
    caller: Caller,
    bound: tuple[str, ...],
    types: tuple[str, ...],
    server: ServerClock,
    on_state: Callable[[StreamState], None],
    trouble: Trouble,
) -> EventStream[Item]:
    """Return the stream of a project, or of an account if ``bound`` is empty.

    trouble: of the streams that come one after another.
    """
    kept = KeptData()

    def item(raw: Mapping[str, Any]) -> Item:
        return Item.of(raw, kept.data, server.now())

    request = Request(OF_PROJECT if bound else OF_ACCOUNT, bound, query={"types": types} if types else {})
    # The relay has warned of unknown types when it was made.
    with silenced():
        stream = caller.events(request, item, {"on_state": on_state, "on_response": server.saw})
    kept.attach(stream)
    share_trouble(stream, trouble)
    return stream
