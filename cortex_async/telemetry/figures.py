"""The figures that exporters of metrics have in common: names, units, attributes and buckets.

The names follow OpenTelemetry's rules (https://opentelemetry.io/docs/specs/semconv/general/naming/). No
attribute has a value that grows with the number of objects: there are no ids, and no paths but the API's
templates.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

Kind: TypeAlias = Literal["counter", "up_down", "histogram"]
"""What becomes of the values of a figure: they are added up and never negative; added up and may be
negative, so that the sum is a current number; or counted in buckets."""

METHOD: Final = "http.request.method"
STATUS: Final = "http.response.status_code"
SCHEME: Final = "url.scheme"
TEMPLATE: Final = "url.template"
ADDRESS: Final = "server.address"
PORT: Final = "server.port"
ERROR: Final = "error.type"
OPERATION: Final = "odin.cortex.operation.name"
OUTCOME: Final = "odin.cortex.operation.outcome"
DECLINED: Final = "odin.cortex.retry.declined"
LIMIT_NAME: Final = "odin.cortex.limiter.limit"
ADMITTED: Final = "odin.cortex.limiter.admitted"
CREDENTIAL: Final = "odin.cortex.credential.name"
RENEWAL: Final = "odin.cortex.credential.reason"
DISCONNECTED: Final = "odin.cortex.stream.reason"
EVENT_TYPE: Final = "odin.cortex.event.type"
VIEW_KIND: Final = "odin.cortex.view.kind"
WEBHOOK_OUTCOME: Final = "odin.cortex.webhook.outcome"
WORKER_GROUP: Final = "odin.cortex.worker.group"
WORKER_OUTCOME: Final = "odin.cortex.worker.outcome"
DEVIATION: Final = "odin.cortex.drift.kind"
SPEC: Final = "odin.cortex.drift.api"

# https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
_REQUEST_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_OPERATION_SECONDS: Final = (*_REQUEST_SECONDS, 30.0, 60.0)
_AGE_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)


@frozen(eq=False)
class Figure:
    """One figure.

    name: its name in OpenTelemetry.
    unit: by https://ucum.org, e.g. ``s``; one in braces counts things.
    attributes: names of its attributes, in the order in which their values are given. A value of None is
        left out.
    buckets: upper bounds, for a histogram.
    """

    name: str
    kind: Kind
    unit: str
    description: str
    attributes: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


REQUEST_DURATION: Final = Figure(
    "http.client.request.duration",
    "histogram",
    "s",
    "Duration of HTTP requests, one for each attempt; for an event stream until its headers.",
    (METHOD, SCHEME, ADDRESS, PORT, TEMPLATE, STATUS, ERROR),
    _REQUEST_SECONDS,
)
OPERATION_DURATION: Final = Figure(
    "odin.cortex.operation.duration",
    "histogram",
    "s",
    "Duration of operations, with all attempts and the waits between them.",
    (OPERATION, ADDRESS, OUTCOME, ERROR),
    _OPERATION_SECONDS,
)
OPERATIONS_ACTIVE: Final = Figure(
    "odin.cortex.operation.active", "up_down", "{operation}", "Operations in progress.", (OPERATION, ADDRESS)
)
RETRIES: Final = Figure(
    "odin.cortex.retries",
    "counter",
    "{retry}",
    "Attempts that follow a failed one, by the error that failed it.",
    (OPERATION, ADDRESS, ERROR),
)
RETRIES_DECLINED: Final = Figure(
    "odin.cortex.retries_declined",
    "counter",
    "{failure}",
    "Failed attempts that no other attempt followed, and why.",
    (OPERATION, ADDRESS, DECLINED, ERROR),
)
LIMIT_WAIT: Final = Figure(
    "odin.cortex.limiter.wait",
    "histogram",
    "s",
    "Time that attempts have waited for their turn in the client's limiter, without those that did not wait.",
    (OPERATION, ADDRESS, LIMIT_NAME, ADMITTED),
    _OPERATION_SECONDS,
)
CREDENTIALS: Final = Figure(
    "odin.cortex.credential.renewals",
    "counter",
    "{renewal}",
    "Credentials that were fetched from their function, or created.",
    (CREDENTIAL, RENEWAL),
)
CONNECTIONS_ACTIVE: Final = Figure(
    "odin.cortex.connection.active",
    "up_down",
    "{connection}",
    "Open connections, with idle ones and those of event streams.",
    (ADDRESS,),
)
CONNECT_DURATION: Final = Figure(
    "odin.cortex.connection.connect.duration",
    "histogram",
    "s",
    "Time to open connections, with name resolution and TLS.",
    (ADDRESS,),
    _REQUEST_SECONDS,
)
CONNECTIONS_BROKEN: Final = Figure(
    "odin.cortex.connection.broken",
    "counter",
    "{connection}",
    "Connections that an error ended.",
    (ADDRESS, ERROR),
)
STREAMS_ACTIVE: Final = Figure(
    "odin.cortex.stream.active", "up_down", "{stream}", "Open event streams.", (OPERATION,)
)
STREAMS_CONNECTED: Final = Figure(
    "odin.cortex.stream.connected", "up_down", "{stream}", "Event streams with a connection.", (OPERATION,)
)
RECONNECTS: Final = Figure(
    "odin.cortex.stream.reconnects",
    "counter",
    "{connection}",
    "Connections of event streams after the first.",
    (OPERATION,),
)
DISCONNECTS: Final = Figure(
    "odin.cortex.stream.disconnects",
    "counter",
    "{connection}",
    "Lost connections and failed attempts of event streams to connect, by reason.",
    (OPERATION, DISCONNECTED, ERROR),
)
GAPS: Final = Figure(
    "odin.cortex.stream.gaps",
    "counter",
    "{gap}",
    "Places of event streams where events are missing.",
    (OPERATION,),
)
EVENTS: Final = Figure(
    "odin.cortex.stream.events",
    "counter",
    "{event}",
    "Events that were handed over to their consumer.",
    (OPERATION, EVENT_TYPE),
)
EVENT_AGE: Final = Figure(
    "odin.cortex.stream.event.age",
    "histogram",
    "s",
    "Time from an event's timestamp until it was handed over.",
    (OPERATION,),
    _AGE_SECONDS,
)
BUFFERED: Final = Figure(
    "odin.cortex.stream.buffered",
    "up_down",
    "{event}",
    "Events that wait in the buffers of event streams, as of the last event handed over.",
    (OPERATION,),
)
DROPPED: Final = Figure(
    "odin.cortex.stream.dropped",
    "counter",
    "{event}",
    "Events lost because a buffer overflowed or they could not be decoded.",
    (OPERATION,),
)
VIEWS_ACTIVE: Final = Figure("odin.cortex.view.active", "up_down", "{view}", "Open live views.", (VIEW_KIND,))
VIEW_OBJECTS: Final = Figure(
    "odin.cortex.view.objects",
    "up_down",
    "{object}",
    "Objects that live views show, as of their last fetch.",
    (VIEW_KIND,),
)
VIEWS_STALE: Final = Figure(
    "odin.cortex.view.stale", "up_down", "{view}", "Live views that may have missed something.", (VIEW_KIND,)
)
VIEW_STALENESS: Final = Figure(
    "odin.cortex.view.staleness",
    "histogram",
    "s",
    "How long live views were stale before they were current again.",
    (VIEW_KIND,),
    _AGE_SECONDS,
)
VIEW_FETCH_DURATION: Final = Figure(
    "odin.cortex.view.fetch.duration",
    "histogram",
    "s",
    "Duration of fetches of everything that a live view shows.",
    (VIEW_KIND, ERROR),
    _OPERATION_SECONDS,
)
DELIVERIES: Final = Figure(
    "odin.cortex.webhook.deliveries",
    "counter",
    "{delivery}",
    "Webhook deliveries by outcome.",
    (WEBHOOK_OUTCOME, EVENT_TYPE, ERROR),
)
DELIVERY_DURATION: Final = Figure(
    "odin.cortex.webhook.duration",
    "histogram",
    "s",
    "Duration of handling a webhook delivery.",
    (WEBHOOK_OUTCOME,),
    _OPERATION_SECONDS,
)
DELIVERY_AGE: Final = Figure(
    "odin.cortex.webhook.age",
    "histogram",
    "s",
    "Time from a webhook delivery's signed timestamp until the response to it.",
    (WEBHOOK_OUTCOME,),
    _AGE_SECONDS,
)
HANDLINGS: Final = Figure(
    "odin.cortex.worker.handlings",
    "counter",
    "{attempt}",
    "Attempts of workers to handle events, by outcome.",
    (WORKER_GROUP, WORKER_OUTCOME, EVENT_TYPE, ERROR),
)
HANDLING_DURATION: Final = Figure(
    "odin.cortex.worker.handling.duration",
    "histogram",
    "s",
    "Duration of an attempt of a worker to handle an event, with all handlers.",
    (WORKER_GROUP, WORKER_OUTCOME),
    _OPERATION_SECONDS,
)
HANDLING_AGE: Final = Figure(
    "odin.cortex.worker.event.age",
    "histogram",
    "s",
    "Time from an event's timestamp until a worker had handled it.",
    (WORKER_GROUP,),
    _AGE_SECONDS,
)
DEVIATIONS: Final = Figure(
    "odin.cortex.drift.deviations",
    "counter",
    "{deviation}",
    "Different deviations from the spec that DriftObserver has found.",
    (DEVIATION, SPEC),
)

FIGURES: Final[tuple[Figure, ...]] = tuple(
    figure for figure in list(vars().values()) if isinstance(figure, Figure)
)
"""All of them."""
