"""Spans of calls and attempts."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from opentelemetry import baggage, propagate
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind

from cortex_async._core.strings.wording import printable
from cortex_async.telemetry import figures
from cortex_async.telemetry.measuring.labels import error_type, is_download, method_of, template_of
from cortex_async.telemetry.opentelemetry.origins import Origins
from cortex_async.telemetry.opentelemetry.scopes import Scope, Tracing, note_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cortex_async._core.telemetry.calls import (
        AttemptEnded,
        AttemptStarted,
        BodyEnded,
        CallEnded,
        CallLimited,
        CallStarted,
        RetryDeclined,
    )

RESEND_COUNT: Final = "http.request.resend_count"
ATTEMPTS: Final = "odin.cortex.operation.attempts"
LIMIT: Final = "odin.cortex.limit"
LIMITED: Final = "odin.cortex.limited"
WAITED: Final = "odin.cortex.limiter.waited"
CONNECTION: Final = "odin.cortex.connection"
REQUEST_ID: Final = "odin.cortex.request.id"


class TracingCalls(Tracing):
    """Makes a span of each call, and below it one of each attempt.

    A download's spans end with its body. A call that connects a stream has no span of its own: its attempt
    is a trace of its own, linked to the span that opened the stream, which may have ended hours before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._origins: Origins = Origins()
        self._calls: dict[CallStarted, Scope] = {}
        self._attempts: dict[AttemptStarted, Scope] = {}
        # Weak: nobody closes a response that its user has lost.
        self._open_bodies: WeakKeyDictionary[CallStarted, list[Span]] = WeakKeyDictionary()
        self._bodies_lock = Lock()

    def call_started(self, call: CallStarted, /) -> None:
        super().call_started(call)
        if call.stream is None:
            attributes = {figures.OPERATION: call.operation, figures.ADDRESS: call.server_address}
            self._calls[call] = Scope.enter(self._tracer.start_span(call.operation, attributes=attributes))

    def call_ended(self, ended: CallEnded, /) -> None:
        # Measured while the span is current, so that the values have it as their example.
        super().call_ended(ended)
        scope = self._calls.pop(ended.call, None)
        if scope is None:
            return
        scope.leave()
        span = scope.span
        span.set_attribute(figures.OUTCOME, ended.outcome)
        span.set_attribute(ATTEMPTS, ended.attempts)
        if ended.limit is not None:
            span.set_attribute(LIMIT, ended.limit)
        self._end(span, ended.call, ended.error)

    def call_limited(self, limited: CallLimited, /) -> None:
        super().call_limited(limited)
        scope = self._calls.get(limited.call)
        if scope is not None:
            attributes: dict[str, str | float] = {
                figures.LIMIT_NAME: limited.limit,
                WAITED: limited.waited,
                figures.ADMITTED: "no" if limited.refused else "yes",
            }
            scope.span.add_event(LIMITED, attributes)

    def attempt_started(self, attempt: AttemptStarted, /) -> None:
        super().attempt_started(attempt)
        call = attempt.call
        base, links = None, list[Link]()
        if call.stream is not None:
            base, links = Context(), self._origins.of_opening(call.stream)
        span = self._tracer.start_span(
            span_name(call), base, SpanKind.CLIENT, attributes=attributes_of(attempt), links=links
        )
        self._attempts[attempt] = Scope.enter(span, base, suppress=True)

    def request_headers(self, attempt: AttemptStarted, /) -> Mapping[str, str]:
        """Write the context of the attempt's span, without baggage: that is for the application's own
        services."""
        headers: dict[str, str] = {}
        scope = self._attempts.get(attempt)
        if scope is not None:
            propagate.inject(headers, baggage.clear(scope.context))
        return headers

    def attempt_ended(self, ended: AttemptEnded, /) -> None:
        super().attempt_ended(ended)
        scope = self._attempts.pop(ended.started, None)
        if scope is None:
            return
        scope.leave()
        span, call = scope.span, ended.call
        if ended.status is not None:
            span.set_attribute(figures.STATUS, ended.status)
        if ended.connection is not None:
            span.set_attribute(CONNECTION, ended.connection)
        if self._request_ids and ended.request_id is not None:
            span.set_attribute(REQUEST_ID, printable(ended.request_id))
        if call.stream is not None:
            self._origins.connecting(call.stream, span.get_span_context())
        self._end(span, call, ended.error, error_type(ended))

    def retry_declined(self, retry: RetryDeclined, /) -> None:
        super().retry_declined(retry)
        scope = self._calls.get(retry.call)
        if scope is not None:
            scope.span.set_attribute(figures.DECLINED, retry.reason)

    def body_ended(self, ended: BodyEnded, /) -> None:
        super().body_ended(ended)
        with self._bodies_lock:
            spans = self._open_bodies.pop(ended.call, ())
        for span in spans:
            note_error(span, ended.error)
            span.end()

    def _end(self, span: Span, call: CallStarted, error: str | None, kind: str | None = None) -> None:
        """End a span, unless a body is still to be read."""
        note_error(span, error, kind)
        if error is None and is_download(call):
            with self._bodies_lock:
                self._open_bodies.setdefault(call, []).append(span)
        else:
            span.end()


def span_name(call: CallStarted) -> str:
    """Return method and template, by https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name."""
    # A method that HTTP does not define is called HTTP there.
    method = call.method if method_of(call) == call.method else "HTTP"
    return f"{method} {template_of(call) or ''}".rstrip()


def attributes_of(attempt: AttemptStarted) -> dict[str, str | int]:
    """Return what is known of an attempt at its start; samplers see it.

    ``url.full``, which the conventions require, is left out: it holds ids, and may hold secrets.
    """
    call = attempt.call
    attributes: dict[str, str | int] = {
        figures.METHOD: method_of(call),
        figures.SCHEME: call.scheme,
        figures.ADDRESS: call.server_address,
        figures.PORT: call.server_port,
        figures.OPERATION: call.operation,
    }
    template = template_of(call)
    if template is not None:
        attributes[figures.TEMPLATE] = template
    if attempt.number > 1:
        attributes[RESEND_COUNT] = attempt.number - 1
    return attributes
