"""Spans that are current between two calls of an observer."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Final

from attrs import define
from opentelemetry import context as otel
from opentelemetry.trace import Span, Status, StatusCode, Tracer, set_span_in_context

from cortex_async._core.telemetry.observer import Observer
from cortex_async.telemetry.figures import ERROR

if TYPE_CHECKING:
    from opentelemetry.context import Context

SUPPRESS_HTTP: Final[str | None] = getattr(otel, "_SUPPRESS_HTTP_INSTRUMENTATION_KEY", None)
"""What ``opentelemetry.instrumentation.utils.suppress_http_instrumentation`` sets. It is in the API, so
that this works without that package."""

INTERRUPTIONS: Final = frozenset({"CancelledError", "GeneratorExit"})
"""Errors that are nobody's failure."""

_ENTERED: Final[ContextVar[object]] = ContextVar("cortex_otel_scope", default=None)


class Tracing(Observer):
    """Makes spans."""

    _tracer: Tracer
    _request_ids: bool


@define(eq=False)
class Scope:
    """A span that has been made current.

    context: what is current with it.
    """

    span: Span
    context: Context
    _attached: Token[Context]
    _entered: Token[object]

    @classmethod
    def enter(cls, span: Span, base: Context | None = None, *, suppress: bool = False) -> Scope:
        """Make a span current.

        base: the context to add it to, by default the current one. suppress: whether other instrumentations
        make no spans of HTTP requests meanwhile.
        """
        context = set_span_in_context(span, base)
        if suppress and SUPPRESS_HTTP is not None:
            context = otel.set_value(SUPPRESS_HTTP, True, context)
        return cls(span, context, otel.attach(context), _ENTERED.set(span))

    def leave(self) -> None:
        """Make what was current before current again. The span does not end.

        Does nothing where the span is not current, as in the finaliser of an abandoned coroutine:
        OpenTelemetry would log that as an error.
        """
        try:
            _ENTERED.reset(self._entered)
        except ValueError:
            return
        otel.detach(self._attached)


def note_error(span: Span, error: str | None, kind: str | None = None) -> None:
    """Set the attribute and the status of a span that an error has ended.

    error: name of the class of error, None for success. kind: what ``error.type`` is, by default that name.
    """
    if error is None:
        return
    span.set_attribute(ERROR, kind or error)
    if error not in INTERRUPTIONS:
        # Without a description: messages are for logs, and those of users' exceptions may hold anything.
        span.set_status(Status(StatusCode.ERROR))
