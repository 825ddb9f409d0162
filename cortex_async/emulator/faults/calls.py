"""Faults on demand: what can go wrong between a client and the API, switched on by the test that wants it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, TypedDict, Unpack

from attrs import define, field, frozen

from cortex_async.emulator.document import Document, Operation
from cortex_async.emulator.faults.events import EventFaults
from cortex_async.emulator.faults.webhooks import WebhookFaults


class Effect(TypedDict, total=False):
    """What happens to a request. Times are seconds of real time.

    delay: waited before anything else.
    close: the connection is closed ``"before"`` the request is read and carried out, or ``"after"`` it was, without an answer.
    stall: the request is read and never answered nor carried out.
    status: answered with this status instead of being carried out; ``body`` is JSON, text or bytes and defaults to the error
        body that goes with the status.
    headers: added to the answer, e.g. ``{"Retry-After": "2"}``.
    truncate: the answer announces its full length and ends half-way.
    malformed: the answer's JSON breaks off, its length does not.
    """

    delay: float
    close: Literal["before", "after"]
    stall: bool
    status: int
    body: Any
    headers: Mapping[str, str]
    truncate: bool
    malformed: bool


@frozen(kw_only=True)
class Fault:
    """An ``Effect`` with its defaults."""

    delay: float = 0.0
    close: Literal["before", "after"] | None = None
    stall: bool = False
    status: int | None = None
    body: Any = field(default=None, repr=False)
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    truncate: bool = False
    malformed: bool = False


NO_FAULT = Fault()


@define(eq=False)
class Rule:
    """A fault for the requests that a target names. ``left`` counts down; None means for ever."""

    target: str
    fault: Fault
    left: int | None
    taken: int = 0

    def applies(self, operation: Operation) -> bool:
        if self.left == 0:
            return False
        route = f"{operation.method} {operation.path}"
        return self.target in ("*", operation.id) or fnmatchcase(route, self.target)

    def take(self) -> Fault:
        self.taken += 1
        if self.left is not None:
            self.left -= 1
        return self.fault


class Faults:
    """The faults of one emulator; rules apply in the order in which they were made, one to a request.

    A target is an operationId (``"createSession"``), a method with a path template, in which ``*`` stands for anything
    (``"GET /api/projects/*"``), or ``"*"``. Streams and webhook deliveries have faults of their
    own in ``events`` and ``webhooks``.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rules: list[Rule] = []
        self.events: EventFaults = EventFaults()
        self.webhooks: WebhookFaults = WebhookFaults()

    def next(self, target: str, *, times: int = 1, **effect: Unpack[Effect]) -> Rule:
        """The next ``times`` requests to the target go wrong. Raises ``ValueError`` for a target that no operation meets."""
        return self._add(target, times, effect)

    def always(self, target: str, **effect: Unpack[Effect]) -> Rule:
        """Every request to the target goes wrong, until ``remove`` or ``clear``."""
        return self._add(target, None, effect)

    def remove(self, rule: Rule) -> None:
        self._rules.remove(rule)

    def clear(self) -> None:
        """Everything works again."""
        self._rules.clear()
        self.events.clear()
        self.webhooks.clear()

    def take(self, operation: Operation) -> Fault:
        """For the server: the fault of this request."""
        for rule in self._rules:
            if rule.applies(operation):
                return rule.take()
        return NO_FAULT

    def _add(self, target: str, times: int | None, effect: Effect) -> Rule:
        if times is not None and times < 1:
            raise ValueError(f"times must be at least 1, not {times}")
        rule = Rule(target, Fault(**effect), times)
        if not any(rule.applies(operation) for operation in self._document.operations.values()):
            near = difflib.get_close_matches(target, self._document.operations, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"no operation is called {target!r}{hint}")
        self._rules.append(rule)
        return rule
