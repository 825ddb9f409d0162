"""Faults of webhook deliveries: what a receiver has to notice or to bear."""

from __future__ import annotations

from collections import deque

from attrs import frozen


@frozen(kw_only=True)
class DeliveryFault:
    """What is wrong with one delivery attempt."""

    bad_signature: bool = False
    skew: float = 0.0
    duplicate: bool = False


SOUND = DeliveryFault()


class WebhookFaults:
    """Each call concerns the next ``times`` attempts, one fault to an attempt, in the order of the calls."""

    def __init__(self) -> None:
        self._next: deque[DeliveryFault] = deque()

    def bad_signature(self, *, times: int = 1) -> None:
        """The signature does not fit the body."""
        self._add(DeliveryFault(bad_signature=True), times)

    def skew(self, seconds: float, *, times: int = 1) -> None:
        """The timestamp is so many seconds ahead (or behind, if negative); the signature fits it."""
        self._add(DeliveryFault(skew=seconds), times)

    def duplicate(self, *, times: int = 1) -> None:
        """The same delivery is sent twice."""
        self._add(DeliveryFault(duplicate=True), times)

    def clear(self) -> None:
        self._next.clear()

    def take(self) -> DeliveryFault:
        """For the outbox: the fault of this attempt."""
        return self._next.popleft() if self._next else SOUND

    def _add(self, fault: DeliveryFault, times: int) -> None:
        if times < 1:
            raise ValueError(f"times must be at least 1, not {times}")
        self._next.extend([fault] * times)
