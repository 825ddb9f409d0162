"""Check every response and event of the emulator against the spec and ``allowed_statuses`` before it is sent.

A violation is a bug in the emulator. It is logged and kept in ``emulator.violations``. With ``strict``, as in
this package's own tests, it also raises an error.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from cortex_async.emulator.allowed_statuses import allowed
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Operation, Spec

_logger = logging.getLogger(__name__)

strict = False
"""Set by a test suite to raise ``Violation``, which a client sees as status 500."""


class Violation(Exception):
    """A response or an event of the emulator does not conform to the spec."""


class Conformance:
    """The checks, and the latest 1000 violations."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.violations: deque[str] = deque(maxlen=1000)

    def check_status(self, operation: Operation, status: int) -> None:
        if status not in allowed(operation):
            self._report(f"response of {operation.id}: status {status}")

    def check_response(self, operation: Operation, value: Any) -> None:
        if operation.response is None or operation.response.accepts(value):
            return
        self._report(f"response of {operation.id}: {operation.response.violation(value)}")

    def check_event(self, event: Record) -> None:
        schema = self._spec.events.get(event["type"])
        if schema is not None and schema.accepts(event):
            return
        problem = "unknown type" if schema is None else schema.violation(event)
        self._report(f"event {event['type']}: {problem}")

    def _report(self, violation: str) -> None:
        self.violations.append(violation)
        _logger.error("does not conform to the spec: %s", violation)
        if strict:
            raise Violation(violation)
