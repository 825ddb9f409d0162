"""For every test: an emulator that answers or emits something outside the API's document is an error at once."""

from __future__ import annotations

from cortex_async.emulator import conformance

conformance.strict = True
