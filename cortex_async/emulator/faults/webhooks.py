"""Faults of webhook deliveries that a receiver must detect or tolerate."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from attrs import frozen


@frozen(kw_only=True)
class DeliveryFault:
    """The fault of one delivery attempt. ``skew`` is in seconds."""

    bad_signature: bool = False
    skew: float = 0.0
    duplicate: bool = False


NO_FAULT = DeliveryFault()


class WebhookFaults:
    """Faults of deliveries.

    Each call affects the next ``times`` attempts, after those of earlier calls; one fault per attempt.
    """

    def __init__(self) -> None:
        self._next: deque[DeliveryFault] = deque()

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
        self._next.clear()

    def __iter__(self) -> Iterator[DeliveryFault]:
        """The faults of the next attempts, in order."""
        return iter(tuple(self._next))

    def take(self) -> DeliveryFault:
        """The fault of this attempt; for the outbox."""
        return self._next.popleft() if self._next else NO_FAULT

    def _add(self, fault: DeliveryFault, times: int) -> None:
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times}")
        self._next.extend([fault] * times)
