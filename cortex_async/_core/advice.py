"""Cause and cure of every error, for ``error.advice``, for hints and for docs/troubleshooting.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen


@frozen
class Advice:
    """What an error means and what to do about it.

    id: stable name of the entry, the anchor of the class in docs/reference/errors.md. cause, cure: a sentence
        each, without a full stop.
    """

    id: str
    cause: str
    cure: str

    @property
    def hint(self) -> str:
        """Both in one sentence, as messages end with it."""
        return f"{self.cause}: {self.cure}"


NO_CREDENTIALS: Final = Advice(
    "no-credentials", "This client has no credentials", "use one with api_key=... or access_token=..."
)
NEEDS_ACCESS_TOKEN: Final = Advice(
    "needs-access-token",
    "This operation needs an access token (JWT) and accepts no API key",
    "use CortexClient.login(...) or a client with access_token=...",
)
NEEDS_API_KEY: Final = Advice(
    "needs-api-key",
    "This call needs an API key and accepts no access token (JWT)",
    "use a client with api_key=... for it",
)
TOKEN_EXPIRED: Final = Advice(
    "token-expired", "The token expired", "get a new one, or give a function that does"
)
REDIRECTED: Final = Advice(
    "redirected",
    "The server redirects to another address, which is not followed",
    "If the API is there, set base_url to its address",
)

SITUATIONS: Final = (NO_CREDENTIALS, NEEDS_ACCESS_TOKEN, NEEDS_API_KEY, TOKEN_EXPIRED, REDIRECTED)
"""What the hint of an ``APIError`` may say."""

_ERRORS = {
    "CortexError": (
        "Something failed that this SDK knows about; the class and the message say what",
        "catch the narrower class that you can do something about",
    ),
    "ConfigError": (
        "A setting of the client is missing or cannot be used",
        "set what the message names, as an argument or as an environment variable",
    ),
    "ArgumentError": (
        "An argument cannot be used, and nothing was sent",
        "correct the argument; `error.parameter` is its name",
    ),
    "ArgumentTypeError": (
        "An argument has a type that the parameter does not accept",
        "pass the type that the message names; a type checker finds such errors before the program runs",
    ),
    "ArgumentValueError": (
        "An argument has the right type, but its value cannot be used",
        "correct the value that the message shows",
    ),
    "ClientClosed": (
        "The client was closed before or during the call",
        "keep it open as long as something uses it: one client for the whole program, closed at its end",
    ),
    "WrongLoop": (
        "The client is in use in another event loop, or no loop is running",
        "construct one client per loop, e.g. within `asyncio.run`, or use `cortex_sync` in blocking code",
    ),
    "WaitTimedOut": (
        "The event or state that was waited for did not come in time",
        "pass a longer `timeout`, or look at the state that the message names; the wait can be repeated",
    ),
    "CallError": (
        "A call failed",
        "look at `error.outcome` before repeating it: only `not_sent` and `rejected` mean that nothing happened",
    ),
    "RequestFailed": (
        "There was no usable response",
        "the SDK has repeated the call as far as that is safe; repeat it later if `error.outcome` allows it",
    ),
    "ConnectionFailed": (
        "The server cannot be reached, or the connection was lost",
        "check `base_url`, DNS, proxy and firewall; `cortex doctor` tries them one by one",
    ),
    "TimedOut": (
        "A time limit expired; `error.limit` says which",
        "pass `timeout=Timeout(...)` with a longer limit, or `retry` with more attempts",
    ),
    "ResponseTooLarge": (
        "The response is longer than `max_response_bytes`",
        "ask for less, e.g. a smaller `page_size`, or raise the limit of the client",
    ),
    "NotAdmitted": (
        "The client's limiter did not admit an attempt, because its turn would have come too late",
        "send fewer requests, or allow a longer wait with `max_wait`; `error.wait` is the time that it would have taken",
    ),
    "APIError": (
        "The server responded with an error status",
        "read `error.messages` and `error.hint`; give `error.request_id` to the vendor's support",
    ),
    "InvalidRequest": (
        "The server rejected values in the request",
        "correct what `error.messages` lists; repeating the same call cannot help",
    ),
    "BadRequest": (
        "The server rejected the request (400), e.g. for a wrong value or the state of the resource",
        "correct what `error.messages` lists; some operations need project settings first",
    ),
    "ValidationFailed": (
        "The server rejected values in the body (422)",
        "correct the fields that `error.messages` lists",
    ),
    "Unauthorized": (
        "There is no credential, or the server does not accept it (401)",
        "follow `error.hint`; check that the key is complete, not revoked, and of this server",
    ),
    "Forbidden": (
        "The credential does not allow this call (403)",
        "use a key with the scope and the project, or ask an administrator of the project",
    ),
    "NotFound": (
        "Nothing has this id, or the credential cannot see it (404)",
        "check the id and the project id; what another tenant owns is not found either",
    ),
    "Conflict": (
        "The state of the resource forbids the call (409), e.g. because something of this name exists",
        "fetch the resource and decide again",
    ),
    "RateLimited": (
        "There were too many requests (429), also after the SDK had waited and repeated the call",
        "send fewer requests; `error.retry_after` is the wait in seconds that the server asks for",
    ),
    "ServerError": (
        "The server failed (5xx), also after the call was repeated as far as that is safe",
        "try again later; look at `error.outcome`, since the call may have been carried out",
    ),
    "DecodeError": (
        "A response, or the payload of an event, does not match the spec of the API; `error.location` says where",
        "update the SDK; `DriftObserver` reports such deviations before they break a call, and "
        "`stream(check_payloads=True)` makes such events `UnknownEvent`",
    ),
    "EventTooLarge": (
        "An event of a stream is larger than `max_event_bytes`",
        "raise the limit in `StreamOptions`",
    ),
    "ActivationFailed": (
        "Functions could not be activated",
        "correct what `error.reason` says and activate it again",
    ),
    "BuildFailed": (
        "A version of a function could not be built",
        "read the build logs of the version, correct the code or its dependencies, and publish again",
    ),
    "DeploymentFailed": (
        "A deployment of a function has failed or was stopped",
        "read `last_error` of the function, and deploy again",
    ),
    "JoinRefused": (
        "A participant could not join a gathering, e.g. because it is full or has ended",
        "show the reason to the player; there is nothing to repeat",
    ),
    "WebhookError": (
        "A webhook delivery cannot be trusted or read",
        "respond with `error.status` if the error has one, and do not use the delivery",
    ),
    "BodyNotBytes": (
        "The body was parsed or decoded before it was verified",
        "pass the raw body, as bytes: the signature covers the bytes that were sent",
    ),
    "BodyTooLarge": (
        "The body is larger than the limit",
        "raise the limit if your deliveries are that large",
    ),
    "HeaderMissing": (
        "A header of the signature is missing",
        "check that no proxy removes it, and that the request comes from Cortex at all",
    ),
    "HeaderMalformed": (
        "A header of the signature cannot be parsed",
        "check that no proxy changes it, and that the request comes from Cortex at all",
    ),
    "SignatureMismatch": (
        "No secret gives this signature",
        "use the secret of this subscription, verify the body as it was received, and reject deliveries that still do not match",
    ),
    "TimestampTooOld": (
        "The delivery was signed too long ago: delayed, or recorded and replayed",
        "check the clock of this machine; raise the tolerance only if deliveries queue up on their way",
    ),
    "TimestampTooNew": (
        "The delivery was signed in the future: one of the clocks is wrong",
        "check the clock of this machine",
    ),
    "BodyMalformed": (
        "The signature is right, but the body is not the JSON object of an event",
        "update the SDK, and report the delivery to the vendor",
    ),
    "ArchiveError": ("An archive cannot be used; nothing that it held is lost", "do what the message says"),
    "ArchiveDamaged": (
        "A file of the archive cannot be read",
        "do what the message says, e.g. restore the file from a backup",
    ),
    "ArchiveHeld": (
        "A person cannot be erased because of a legal hold",
        "lift the hold first, if you may; the message has its reason",
    ),
    "ArchiveInUse": ("Another run is writing to the archive", "wait for it, or stop it"),
    "ArchiveMismatch": (
        "The archive belongs to another project, or was made with other formats, layout or options",
        "use another folder, or the options that it was made with",
    ),
    "BrokerUnavailable": (
        "The broker of a relay or worker could not be reached, or its response was lost",
        "check its address and that it runs; sending again is safe, although it may have been carried out",
    ),
    "EnvelopeMalformed": (
        "A body from a broker is not an envelope that this package has made",
        "check that only relays and receivers of this package write there, and look at the dead letters",
    ),
    "Fenced": (
        "The leadership or the partition belongs to another process by now",
        "nothing was written; let this process stop or wait for its turn",
    ),
    "RecordRefused": (
        "The broker never takes a record, for example because it is too large",
        "raise the broker's limit, or let the relay keep the record out; `error.record_id` is its id",
    ),
    "EvidenceError": (
        "No evidence can be collected, or a file is not a bundle of evidence",
        "do what the message says",
    ),
}

ERRORS: Final[Mapping[str, Advice]] = {
    name: Advice(name.lower(), cause, cure) for name, (cause, cure) in _ERRORS.items()
}
"""The advice of each error class by its name."""


def advice_for(classes: Iterable[type]) -> Advice:
    """Return the advice for the first of these classes that has any: a class, then its bases."""
    return next((ERRORS[cls.__name__] for cls in classes if cls.__name__ in ERRORS), ERRORS["CortexError"])
