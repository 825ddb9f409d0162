"""From a verified body to an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from cortex_async._core.arguments import wrong_type
from cortex_async._core.strings.json_text import NotJSON, parse_exactly
from cortex_async.webhooks.errors import BodyMalformed

if TYPE_CHECKING:
    from cortex_async._generated.events import Event


def json_object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises ``BodyMalformed`` if it is not one."""
    try:
        parsed: object = parse_exactly(body)
    except NotJSON as error:
        raise BodyMalformed.of(str(error)) from None
    if not isinstance(parsed, dict):
        raise BodyMalformed.of(f"it is a {type(parsed).__name__}")
    return cast("dict[str, Any]", parsed)


def decode_event(raw: dict[str, Any]) -> Event:
    """The typed event. Raises ``BodyMalformed`` for an object that cannot be an event."""
    # Imported late: it loads every event model.
    from cortex_async._generated.events import decode_event

    for name in ("id", "type"):
        value = raw.get(name)
        if value is not None and not isinstance(value, str):
            raise BodyMalformed.of(str(wrong_type(name, "a string", value)))
    try:
        return decode_event(raw)
    except Exception as error:  # noqa: BLE001  (whatever a body does to a decoder, it is the sender's fault and not ours)
        raise BodyMalformed.of(f"it cannot be decoded ({type(error).__name__})") from None
