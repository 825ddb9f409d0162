"""Figures of calls, attempts, retries and credentials."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from attrs import define, evolve

from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.labels import Servers, error_type, is_download, method_of, template_of
from cortex_async.telemetry.measuring.recorder import Recorder

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import (
        AttemptEnded,
        BodyEnded,
        CallEnded,
        CallLimited,
        CallStarted,
        CredentialRenewed,
        RetryDeclined,
        RetryScheduled,
    )


@define(eq=False)
class _Body:
    """The ends of a call and of its last attempt, whose body is still being read."""

    attempt: AttemptEnded | None = None
    call: CallEnded | None = None


class MeasuringCalls(Recorder):
    """Measures calls. Downloads end with their body."""

    def __init__(self) -> None:
        super().__init__()
        # Weak: nobody closes a response that its user has lost.
        self._bodies: WeakKeyDictionary[CallStarted, _Body] = WeakKeyDictionary()
        self._servers = Servers()
        self._lock = Lock()

    def call_started(self, call: CallStarted, /) -> None:
        self.measure(figures.OPERATIONS_ACTIVE, 1, call.operation, self._servers.name(call))

    def call_ended(self, ended: CallEnded, /) -> None:
        call = ended.call
        self.measure(figures.OPERATIONS_ACTIVE, -1, call.operation, self._servers.name(call))
        body = self._bodies.get(call)
        if body is not None and ended.error is None:
            body.call = ended
        else:
            self._operation(ended)

    def attempt_ended(self, ended: AttemptEnded, /) -> None:
        if is_download(ended.call) and ended.error is None:
            with self._lock:
                self._bodies[ended.call] = _Body(ended)
        else:
            self._request(ended)

    def body_ended(self, ended: BodyEnded, /) -> None:
        with self._lock:
            body = self._bodies.pop(ended.call, None)
        if body is None:
            return
        if body.attempt is not None:
            whole = body.attempt.duration + ended.duration
            self._request(evolve(body.attempt, duration=whole, error=ended.error))
        if body.call is not None:
            whole = body.call.duration + ended.duration
            self._operation(evolve(body.call, duration=whole, error=ended.error))

    def _operation(self, ended: CallEnded) -> None:
        call = ended.call
        self.measure(
            figures.OPERATION_DURATION,
            ended.duration,
            call.operation,
            self._servers.name(call),
            ended.outcome,
            ended.error,
        )

    def _request(self, ended: AttemptEnded) -> None:
        call = ended.call
        self.measure(
            figures.REQUEST_DURATION,
            ended.duration,
            method_of(call),
            call.scheme,
            self._servers.name(call),
            call.server_port,
            template_of(call),
            ended.status,
            error_type(ended),
        )

    def call_limited(self, limited: CallLimited, /) -> None:
        call = limited.call
        admitted = "no" if limited.refused else "yes"
        address = self._servers.name(call)
        self.measure(figures.LIMIT_WAIT, limited.waited, call.operation, address, limited.limit, admitted)

    def retry_scheduled(self, retry: RetryScheduled, /) -> None:
        self.measure(figures.RETRIES, 1, retry.call.operation, self._servers.name(retry.call), retry.error)

    def retry_declined(self, retry: RetryDeclined, /) -> None:
        call = retry.call
        self.measure(
            figures.RETRIES_DECLINED, 1, call.operation, self._servers.name(call), retry.reason, retry.error
        )

    def credential_renewed(self, renewed: CredentialRenewed, /) -> None:
        self.measure(figures.CREDENTIALS, 1, renewed.credential, renewed.reason)
