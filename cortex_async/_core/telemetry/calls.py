"""What observers see of calls, attempts, retries and credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from cortex_async._core.types import Limit, Method, Outcome

if TYPE_CHECKING:
    from cortex_async._core.telemetry.streams import StreamOpened

Connection: TypeAlias = Literal["new", "reused"]
"""Whether an attempt opened its connection or used an idle one of the pool."""

Declined: TypeAlias = Literal["attempts", "final", "not_idempotent", "retry_after", "total"]
"""Why there is no other attempt: the policy allows no more; another attempt cannot help; the operation is not
idempotent and may have been carried out; the server asks for a longer wait than ``Retry.max_retry_after``;
the wait does not fit into the total time limit."""

Renewal: TypeAlias = Literal["first", "expiring", "rejected"]
"""Why a credential was fetched: for the first call, before it expires, or after a 401."""


# Without slots: the constructor of a frozen class with slots takes twice as long. Without comparison: two
# calls may have the same fields, and observers use the object as a key.
@frozen(eq=False, slots=False, kw_only=True)
class CallStarted:
    """A call of an operation, which may take several attempts.

    Every later value about the call refers to this object as ``call``. It is hashable by identity, so that an
    observer can keep its own state about the call in a dict, and remove it in ``call_ended``.

    operation: the operation's name in the API's spec, e.g. ``createSession``; ``request`` for
        ``client.request``.
    method: HTTP method.
    path: template of the path, e.g. ``/api/projects/{projectId}/sessions``; never with values filled in.
    api: the API's product name, e.g. ``odin-cortex``.
    scheme: ``https`` or ``http``.
    server_address: host of the API, without port; also behind a proxy.
    server_port: its port.
    project_id: the project that the call is about, None for a call of the account or of an API without
        projects.
    streamed: whether the body is read piece by piece. Such a call ends with the headers of the response; its
        body ends with ``body_ended``.
    stream: the event stream that makes this call to connect, None for all other calls. A stream may make such
        calls hours after it was opened.
    """

    operation: str
    method: Method
    path: str
    api: str = ""
    scheme: str = "https"
    server_address: str = ""
    server_port: int = 443
    project_id: str | None = None
    streamed: bool = False
    stream: StreamOpened | None = None


@frozen(eq=False, slots=False, kw_only=True)
class CallEnded:
    """A call that has returned or raised.

    status: HTTP status of the last response, None if there was none.
    outcome: what became of the request, over all attempts: ``done``, ``rejected``, ``unknown`` or
        ``not_sent``. It is that of the attempt that may have done most.
    attempts: how many times the request was sent or tried to be sent; 0 if no credential could be fetched, or
        a limiter refused it.
    duration: seconds, with all attempts and the waits between them.
    error: name of the class of the exception, e.g. ``RateLimited`` or ``CancelledError``; None for success. A
        response with status 2xx that cannot be decoded counts as success: decoding is no part of the call.
    limit: the time limit that ran out, None if none did.
    request_id: the server's id of the last request, None if it sent none. Secrets in it are masked.
    """

    call: CallStarted
    status: int | None = None
    outcome: Outcome
    attempts: int
    duration: float
    error: str | None = None
    limit: Limit | None = None
    request_id: str | None = None


@frozen(eq=False, slots=False, kw_only=True)
class CallLimited:
    """The client's limiter has let an attempt wait, or has refused it.

    number: of the attempt, 1 for the first of the call.
    limit: name of the limit, e.g. ``default`` or ``ingest``.
    waited: seconds that the attempt has waited for its turn.
    refused: whether the attempt is not sent, since its turn would have come too late. The call raises
        ``NotAdmitted``.
    """

    call: CallStarted
    number: int
    limit: str
    waited: float
    refused: bool = False


@frozen(eq=False, slots=False, kw_only=True)
class AttemptStarted:
    """A request that is about to be sent. The credential has been fetched.

    number: 1 for the first attempt of the call.
    """

    call: CallStarted
    number: int


@frozen(eq=False, slots=False, kw_only=True)
class AttemptEnded:
    """An attempt whose response has been read, or that has failed.

    A streamed response is not read yet: only its headers have arrived.

    started: what ``attempt_started`` got, the same object.
    number: 1 for the first attempt of the call.
    status: HTTP status, also of a response that was cut off; None if there was none.
    outcome: what became of the request in this attempt.
    duration: seconds from ``attempt_started``.
    time_to_headers: seconds until the headers of the response arrived, None if they did not. Includes the
        time to connect.
    connection: ``new`` or ``reused``, None if no connection was made.
    bytes_out: bytes of the request's body, as sent.
    bytes_in: bytes of the response's body, as received (compressed, if it was); of a streamed response those
        that arrived with the headers.
    request_id: the server's id of the request, None if it sent none. Secrets in it are masked.
    error: name of the class of error that the call raises if this is its last attempt, e.g. ``ServerError``,
        ``ConnectionFailed`` or ``TimedOut``; ``CancelledError`` if it was cancelled; None for success.
    limit: the time limit that ran out, None if none did.
    """

    call: CallStarted
    started: AttemptStarted
    number: int
    status: int | None = None
    outcome: Outcome
    duration: float
    time_to_headers: float | None = None
    connection: Connection | None = None
    bytes_out: int = 0
    bytes_in: int = 0
    request_id: str | None = None
    error: str | None = None
    limit: Limit | None = None


@frozen(eq=False, slots=False, kw_only=True)
class RetryScheduled:
    """Another attempt follows a failed one.

    attempt: number of the failed attempt.
    wait: seconds until the next attempt, jitter included.
    retry_after: seconds that the server asked to wait, None if it did not.
    status, error: as in ``AttemptEnded``.
    credential: True if the attempt follows a 401 with a renewed credential. It is not counted by the retry
        policy.
    """

    call: CallStarted
    attempt: int
    wait: float
    retry_after: float | None = None
    status: int | None = None
    error: str
    credential: bool = False


@frozen(eq=False, slots=False, kw_only=True)
class RetryDeclined:
    """A failed attempt was the last one.

    attempt: number of the failed attempt.
    reason: ``attempts`` (limit reached), ``final`` (another attempt cannot help, as after a 404),
        ``not_idempotent`` (it may have been carried out, and must not be repeated), ``retry_after`` (the
        server asks for a longer wait than allowed) or ``total`` (the wait does not fit into the total time
        limit).
    retry_after: seconds that the server asked to wait, None if it did not.
    status, error: as in ``AttemptEnded``.
    """

    call: CallStarted
    attempt: int
    reason: Declined
    retry_after: float | None = None
    status: int | None = None
    error: str


@frozen(eq=False, slots=False, kw_only=True)
class BodyEnded:
    """The end of a streamed response: read to its end, left early, or broken off.

    complete: whether it was read to its end.
    bytes_in: bytes of the body, as received.
    duration: seconds since the headers arrived.
    error: name of the class of the exception that ended reading or the ``async with`` block, None if there
        was none.
    """

    call: CallStarted
    complete: bool
    bytes_in: int
    duration: float
    error: str | None = None


@frozen(eq=False, slots=False, kw_only=True)
class CredentialRenewed:
    """A credential was fetched from its function, or a token was created. Credentials given as strings are
    never fetched.

    call: the call that needed it; others may have waited for the same one.
    credential: which one, e.g. ``api_key`` or ``access_token``; never its value.
    reason: ``first``, ``expiring`` or ``rejected`` (after a 401).
    duration: seconds that the call waited for it.
    """

    call: CallStarted
    credential: str
    reason: Renewal
    duration: float
