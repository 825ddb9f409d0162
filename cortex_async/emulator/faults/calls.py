"""Faults of calls: what can go wrong between a client and the API."""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, TypedDict, Unpack

from attrs import define, field, frozen

from cortex_async.emulator.faults.events import EventFaults
from cortex_async.emulator.faults.webhooks import WebhookFaults
from cortex_async.emulator.spec import Operation, Spec
from cortex_async.emulator.standins.urls import INVOKE, METHODS, operation


class Effect(TypedDict, total=False):
    """What happens to a request.

    delay: seconds to wait first, in real time.
    close: close the connection without a response, ``"before"`` the operation runs or ``"after"`` it.
    stall: read the request, then neither run the operation nor respond.
    status: respond with this status and do not run the operation.
    body: the body that goes with ``status``: JSON, a string or bytes. Default: the API's error body for the
        status.
    headers: added to the response, e.g. ``{"Retry-After": "2"}``.
    truncate: send only half of the response, with the ``Content-Length`` of all of it.
    malformed: send JSON that breaks off half-way, padded to its full length.
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
    """A fault for the requests that match a target. ``left`` counts down; None means no limit."""

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
    """The faults of one emulator. The first rule that matches applies to a request.

    A target is an operationId (``"createSession"``; former ones work too), a method and path template in
    which ``*`` matches anything (``"GET /api/projects/*"``), ``"invokeFunction"`` for calls of functions, or
    ``"*"``. ``events`` and ``webhooks`` hold the faults of streams and webhook deliveries.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._rules: dict[Rule, None] = {}
        self._used_up = 0
        # For each operation that was called: the rules for it, oldest first, and some that apply no more.
        self._queues: dict[str, tuple[Operation, deque[Rule]]] = {}
        self.events: EventFaults = EventFaults()
        self.webhooks: WebhookFaults = WebhookFaults()

    def next(self, target: str, *, times: int = 1, **effect: Unpack[Effect]) -> Rule:
        """Apply a fault to the next ``times`` requests. Raises ``ValueError`` if no operation matches the
        target.
        """
        return self._add(target, times, effect)

    def always(self, target: str, **effect: Unpack[Effect]) -> Rule:
        """Apply a fault to every request until ``remove`` or ``clear``. Raises like ``next``."""
        return self._add(target, None, effect)

    def remove(self, rule: Rule) -> None:
        """Remove a rule that ``next`` or ``always`` returned. Raises ``ValueError`` if it has been removed
        already.
        """
        if rule not in self._rules:
            raise ValueError(f"rule for {rule.target} has been removed already")
        del self._rules[rule]
        self._used_up -= rule.left == 0

    def clear(self) -> None:
        """Remove all faults."""
        self._rules, self._queues, self._used_up = {}, {}, 0
        self.events.clear()
        self.webhooks.clear()

    def __iter__(self) -> Iterator[Rule]:
        """The rules that have not been removed, oldest first."""
        return iter(tuple(self._rules))

    def __reversed__(self) -> Iterator[Rule]:
        """The same rules, newest first. No rule must come or go meanwhile."""
        return reversed(self._rules)

    def take(self, operation: Operation) -> Fault:
        """The fault of this request; for the server."""
        if not self._rules:
            return NO_FAULT
        queue = self._queue(operation)
        while queue:
            rule = queue[0]
            if rule.left != 0 and rule in self._rules:
                fault = rule.take()
                self._used_up += rule.left == 0
                return fault
            queue.popleft()
        return NO_FAULT

    def _queue(self, operation: Operation) -> deque[Rule]:
        route = operation.key
        if route not in self._queues:
            self._queues[route] = (
                operation,
                deque(filter(lambda rule: rule.applies(operation), self._rules)),
            )
        return self._queues[route][1]

    def _add(self, target: str, times: int | None, effect: Effect) -> Rule:
        if times is not None and times < 1:
            raise ValueError(f"times must be at least 1, got {times}")
        rule = Rule(self._spec.current_id(target), Fault(**effect), times)
        invocations = map(operation, METHODS)
        if not any(map(rule.applies, (*self._spec.operations.values(), *invocations))):
            near = difflib.get_close_matches(target, (*self._spec.operations, INVOKE), 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"target must match an operation, got {target!r}{hint}")
        self._rules[rule] = None
        for operation_, queue in self._queues.values():
            if rule.applies(operation_):
                queue.append(rule)
        return rule


def count_active(faults: Faults) -> int:
    """How many rules can still apply; for the status page."""
    # Not a method: those are controls, for tests.
    return len(faults._rules) - faults._used_up  # pyright: ignore[reportPrivateUsage]  # of this module
