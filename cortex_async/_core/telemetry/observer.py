"""The base class of observers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import (
        AttemptEnded,
        AttemptStarted,
        BodyEnded,
        CallEnded,
        CallLimited,
        CallStarted,
        CredentialRenewed,
        RetryDeclined,
        RetryScheduled,
    )
    from cortex_async._core.telemetry.connections import ConnectionClosed, ConnectionOpened
    from cortex_async._core.telemetry.relays import RelayChanged, RelayPublished
    from cortex_async._core.telemetry.streams import EventReceived, StreamChanged, StreamClosed, StreamOpened
    from cortex_async._core.telemetry.views import ViewClosed, ViewFetched, ViewFresh, ViewOpened, ViewStale
    from cortex_async._core.telemetry.webhooks import DeliveryJudged, DeliveryReceived
    from cortex_async._core.telemetry.workers import HandlingEnded, HandlingStarted


class Observer:
    """Base class of objects that see what clients do: override the methods you need.

        class SlowCalls(Observer):
            def call_ended(self, ended: CallEnded) -> None:
                if ended.duration > 1:
                    print(ended.call.operation, ended.duration, ended.attempts)

        async with CortexClient(observers=[SlowCalls()]) as client: ...

    Every method does nothing by default, and one that is not overridden costs nothing. Methods are plain
    functions that must not block: they run on the event loop, in the middle of what they observe. One that
    raises is logged once for its class, and harms nothing. ``WebhookRouter`` calls observers in the thread
    that handles the delivery. One observer may serve several clients; then it must expect calls from several
    threads.

    The methods about one call (``call_*``, ``attempt_*``, ``retry_*``, ``credential_renewed`` and
    ``request_headers``) run in the task of the call, one after the other and in this order::

        call_started
            (call_limited if it has waited for its turn)
            attempt_started  request_headers  attempt_ended  retry_scheduled
            attempt_started  request_headers  attempt_ended  (retry_declined if it failed)
        call_ended

    A context variable that ``call_started`` sets can be reset in ``call_ended``, and so between
    ``attempt_started`` and ``attempt_ended``. Every ``*_started`` or ``*_opened`` is followed by its
    ``*_ended`` or ``*_closed``, also if the call is cancelled or fails. Several observers are called in the
    order of the list, for ``*_ended`` and ``*_closed`` in the reverse order.

    For state of its own about a call, an observer uses ``value.call`` as the key of a dict: it is the same
    object in every value about the call. ``stream``, ``view`` and ``opened`` serve the same purpose.

    With ``cortex_sync`` the methods run on the SDK's loop thread, with the context variables of the thread
    that made the call; they must not make blocking calls with the client.

    No value holds a secret, a body, or a value that was filled into a path, except for the project's id.
    """

    def call_started(self, call: CallStarted, /) -> None:
        """Called before the first attempt of a call, and before its credential is fetched."""

    def call_limited(self, limited: CallLimited, /) -> None:
        """Called after an attempt has waited for its turn in the client's limiter, or was refused by it.

        ``attempt_started`` follows, or ``call_ended`` for one that was refused.
        """

    def call_ended(self, ended: CallEnded, /) -> None:
        """Called when a call has its response, or right before it raises."""

    def attempt_started(self, attempt: AttemptStarted, /) -> None:
        """Called before a request is sent, each time that it is."""

    def request_headers(self, attempt: AttemptStarted, /) -> Mapping[str, str] | None:
        """Return headers to add to the request, such as those that carry the context of a trace.

        Called after ``attempt_started``. None (default) adds nothing. A header that the SDK or the caller
        sends too, such as the credential, is left out, and so is one that cannot be sent, for example because
        of a line break in its value; the log says so once.
        """

    def attempt_ended(self, ended: AttemptEnded, /) -> None:
        """Called when an attempt has succeeded, failed or been cancelled."""

    def retry_scheduled(self, retry: RetryScheduled, /) -> None:
        """Called before the wait for another attempt."""

    def retry_declined(self, retry: RetryDeclined, /) -> None:
        """Called after a failed attempt that is not followed by another."""

    def body_ended(self, ended: BodyEnded, /) -> None:
        """Called at the end of a streamed response, after its call has ended. May run in another task."""

    def credential_renewed(self, renewed: CredentialRenewed, /) -> None:
        """Called after a credential was fetched, before the attempt that uses it."""

    def connection_opened(self, opened: ConnectionOpened, /) -> None:
        """Called when a new connection is ready, in the task of the attempt that needs it."""

    def connection_closed(self, closed: ConnectionClosed, /) -> None:
        """Called when a connection has been closed, in no particular task.

        A connection that is still closing when its event loop stops is not reported.
        """

    def stream_opened(self, stream: StreamOpened, /) -> None:
        """Called when an event stream is entered, before its first connection."""

    def stream_changed(self, changed: StreamChanged, /) -> None:
        """Called when the state of an event stream changes."""

    def event_received(self, event: EventReceived, /) -> None:
        """Called when an event is handed over to the consumer of a stream, in the consumer's task."""

    def stream_closed(self, closed: StreamClosed, /) -> None:
        """Called when an event stream was closed or has ended."""

    def view_opened(self, view: ViewOpened, /) -> None:
        """Called when a live view is entered, before its first fetch."""

    def view_fetched(self, fetched: ViewFetched, /) -> None:
        """Called when a live view has fetched all it shows, or failed to."""

    def view_stale(self, stale: ViewStale, /) -> None:
        """Called when a live view that was current may have missed something."""

    def view_fresh(self, fresh: ViewFresh, /) -> None:
        """Called when a live view is current, for the first time or again."""

    def view_closed(self, closed: ViewClosed, /) -> None:
        """Called when a live view was left, or its stream has ended for good."""

    def relay_changed(self, changed: RelayChanged, /) -> None:
        """Called when a relay becomes the leader, repairs what was missed, passes events on, or stops."""

    def relay_published(self, published: RelayPublished, /) -> None:
        """Called when a broker has acknowledged events of a relay."""

    def handling_started(self, handling: HandlingStarted, /) -> None:
        """Called when a ``Worker(observers=[...])`` hands an event to its handlers.

        ``handling_ended`` follows, in the same task. Handlers run in between, with the context variables that
        this sets.
        """

    def handling_ended(self, ended: HandlingEnded, /) -> None:
        """Called when a ``Worker(observers=[...])`` has tried to handle an event."""

    def delivery_received(self, delivery: DeliveryReceived, /) -> None:
        """Called when a ``WebhookRouter(observers=[...])`` gets a delivery, before it verifies it.

        ``delivery_judged`` follows, in the same task or thread. Handlers run in between.
        """

    def delivery_judged(self, judged: DeliveryJudged, /) -> None:
        """Called when a ``WebhookRouter(observers=[...])`` has decided on its response to a delivery."""
