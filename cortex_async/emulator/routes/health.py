"""Handler of the health check."""

from __future__ import annotations

from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, handles


@handles("GET", "/api")
def get_data(call: Call) -> Record:
    return {"message": "Hello API"}
