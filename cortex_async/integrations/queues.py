"""Events on their way through a task queue, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentError
from cortex_async.dicts import to_dict

if TYPE_CHECKING:
    from cortex_async._generated.events import Event


def event_to_json(event: Event) -> dict[str, object]:
    """The event as the API sends it, for ``decode_event`` of ``cortex_async.events`` in the task.

    Members that this version of the SDK does not know are kept only of an ``UnknownEvent``, and of a payload
    that does not match the spec.

    Raises ``ArgumentTypeError`` for anything but an event.
    """
    try:
        return to_dict(event, names="api")
    except ArgumentError:
        raise wrong_type("event", "an event of cortex_async.events", event) from None
