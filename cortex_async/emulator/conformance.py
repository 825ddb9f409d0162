"""The emulator held to the document (and to ``statuses``): every answer and every event is checked before it leaves.

A violation is a fault of the emulator. It is logged and kept in ``emulator.violations``; where ``strict`` is set, as in this
package's own tests, it becomes an error at once.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from cortex_async.emulator.allowed_statuses import allowed
from cortex_async.emulator.document import Document, Operation
from cortex_async.emulator.records import Record

_logger = logging.getLogger(__name__)

strict = False
"""Set by a test suite: a violation raises ``Violation``, which a client sees as status 500."""


class Violation(Exception):
    """An answer or an event of the emulator breaks the document."""


class Conformance:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.violations: deque[str] = deque(maxlen=1000)

    def check_status(self, operation: Operation, status: int) -> None:
        if status not in allowed(operation):
            self._report(f"answer of {operation.id}: status {status}")

    def check_answer(self, operation: Operation, answer: Any) -> None:
        if operation.answer is None or operation.answer.accepts(answer):
            return
        self._report(f"answer of {operation.id}: {operation.answer.violation(answer)}")

    def check_event(self, event: Record) -> None:
        schema = self._document.events.get(event["type"])
        problem = "unknown type" if schema is None else schema.violation(event)
        if problem is not None:
            self._report(f"event {event['type']}: {problem}")

    def _report(self, violation: str) -> None:
        self.violations.append(violation)
        _logger.error("outside the document: %s", violation)
        if strict:
            raise Violation(violation)
