"""Chooses what carries out the calls of a client: only as much as its observers and its limiter need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cortex_async._core.call.attempts import Attempts

if TYPE_CHECKING:
    from cortex_async._core.auth.credentials import Authenticator
    from cortex_async._core.call.service import Service
    from cortex_async._core.http.lazy_transport import LazyTransport
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.timing.clock import Clock

OF_ATTEMPTS = ("attempt_", "request_", "credential_")
"""Beginnings of the names of observers' methods about attempts."""

OF_CALLS = ("call_", "retry_", "body_", *OF_ATTEMPTS)
"""Beginnings of the names of observers' methods about calls."""


@frozen(eq=False, repr=False)
class Making:
    """What the attempts of a client are made of.

    max_bytes: the most bytes of one response. limiter: None for no limits.
    """

    service: Service
    base_url: str
    authenticator: Authenticator
    transport: LazyTransport
    clock: Clock
    max_bytes: int
    limiter: Limiter | None

    def attempts(self, listeners: Listeners | None) -> Attempts:
        """Return attempts that ``listeners`` see, as far as they listen to calls at all."""
        common = self.authenticator, self.transport, self.clock, self.max_bytes
        if listeners is not None and (listeners.sinks or listeners.any_of(*OF_CALLS)):
            return self._observed(listeners)
        if self.limiter is None:
            return Attempts(*common)
        # Imported late: most clients have no limiter, and no observers.
        from cortex_async._core.call.limited import Gate, LimitedAttempts

        limited = LimitedAttempts(*common)
        limited.gate = Gate(self.limiter, self.service, self.base_url)
        return limited

    def _observed(self, listeners: Listeners) -> Attempts:
        from cortex_async._core.call.seen import Subject

        each = listeners.any_of(*OF_ATTEMPTS)
        common = self.authenticator, self.transport, self.clock, self.max_bytes, listeners
        subject = Subject(self.service, self.base_url)
        if self.limiter is not None:
            from cortex_async._core.call.limited import Gate
            from cortex_async._core.call.limited_observed import LimitedEachAttempt, LimitedObservedAttempts

            limited = (LimitedEachAttempt if each else LimitedObservedAttempts)(*common, subject)
            limited.gate = Gate(self.limiter, self.service, self.base_url)
            return limited
        if each:
            from cortex_async._core.call.observed_attempts import ObservedEachAttempt

            return ObservedEachAttempt(*common, subject)
        from cortex_async._core.call.observed import ObservedAttempts

        return ObservedAttempts(*common, subject)
