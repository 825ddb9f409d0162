"""Faults of webhook deliveries that a receiver must detect or tolerate."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from attrs import define, frozen


@frozen(kw_only=True)
class DeliveryFault:
    """The fault of one delivery attempt. ``skew`` is in seconds."""

    bad_signature: bool = False
    skew: float = 0.0
    duplicate: bool = False


NO_FAULT = DeliveryFault()


@define
class _Run:
    """The same fault for the next ``left`` attempts."""

    fault: DeliveryFault
    left: int


class WebhookFaults:
    """Faults of deliveries.

    Each call affects the next ``times`` attempts, after those of earlier calls; one fault per attempt.
    """

    def __init__(self) -> None:
        self._next: deque[_Run] = deque()
        self._left = 0

    def bad_signature(self, *, times: int = 1) -> None:
        """Send a wrong signature."""
        self._add(DeliveryFault(bad_signature=True), times)

    def skew(self, seconds: float, *, times: int = 1) -> None:
        """Send a timestamp that is ``seconds`` ahead (behind, if negative), with a correct signature."""
        self._add(DeliveryFault(skew=seconds), times)

    def duplicate(self, *, times: int = 1) -> None:
        """Send the delivery twice."""
        self._add(DeliveryFault(duplicate=True), times)

    def clear(self) -> None:
        """Remove all faults of deliveries."""
        self._next, self._left = deque(), 0

    def __iter__(self) -> Iterator[DeliveryFault]:
        """The faults of the next attempts, in order."""
        return iter([run.fault for run in self._next for _ in range(run.left)])

    def __len__(self) -> int:
        """The number of attempts that have a fault."""
        return self._left

    def take(self) -> DeliveryFault:
        """The fault of this attempt; for the outbox."""
        if not self._next:
            return NO_FAULT
        run = self._next[0]
        run.left -= 1
        self._left -= 1
        return run.fault if run.left else self._next.popleft().fault

    def _add(self, fault: DeliveryFault, times: int) -> None:
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times}")
        self._next.append(_Run(fault, times))
        self._left += times
