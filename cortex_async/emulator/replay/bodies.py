"""Bodies as a recording has them: as JSON, as text, as base64, or only their size."""

from __future__ import annotations

from base64 import b64decode

from cortex_async.emulator.records import Record
from cortex_async.emulator.replay import json_values


def omitted(size: int, reason: str) -> Record:
    """What stands for a body that is not recorded."""
    return {"omitted": size, "reason": reason}


def as_body(text: str) -> Record:
    """Readable as JSON where that gives the same bytes again, otherwise as text."""
    try:
        value = json_values.loads(text)
        if json_values.compact(value) == text:
            return {"json": value}
    except (ValueError, RecursionError):
        pass
    return {"text": text}


def body_bytes(body: Record) -> bytes | None:
    """The bytes of a recorded body, None if they were not recorded."""
    if "json" in body:
        return json_values.compact(body["json"]).encode()
    if "text" in body:
        return str(body["text"]).encode()
    return b64decode(body["base64"]) if "base64" in body else None
