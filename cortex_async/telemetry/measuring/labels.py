"""Attributes of calls that stay few, whatever is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cortex_async._core.telemetry.calls import AttemptEnded, CallStarted
    from cortex_async._core.telemetry.connections import ConnectionOpened

OTHER: Final = "_OTHER"
"""Stands for what is not named, as in OpenTelemetry's conventions."""

_METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_AD_HOC: Final = "request"
"""The operation of ``client.request``, whose path may hold anything."""

_MOST_SERVERS: Final = 100


class Servers:
    """The first hundred servers by address; later ones are ``_OTHER``, since signed URLs may lead
    anywhere."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def name(self, seen: CallStarted | ConnectionOpened) -> str:
        """Return the address of the server that is called or connected to."""
        address = seen.server_address
        if address not in self._known:
            if len(self._known) >= _MOST_SERVERS:
                return OTHER
            self._known.add(address)
        return address


def is_download(call: CallStarted) -> bool:
    """Return whether the body is read after the call has ended, and ends soon: not that of an event
    stream."""
    return call.streamed and call.stream is None


def method_of(call: CallStarted) -> str:
    """Return the HTTP method, ``_OTHER`` for one that ``client.request`` was given and HTTP does not
    define."""
    return call.method if call.method in _METHODS else OTHER


def template_of(call: CallStarted) -> str | None:
    """Return the template of the path.

    None for ``client.request``: people write ids into its path, and each would be a series of its own.
    """
    return None if call.operation == _AD_HOC else call.path


def error_type(ended: AttemptEnded) -> str | None:
    """Return what failed an attempt: the status as a string, else the name of the class of error."""
    if ended.error is None:
        return None
    status = ended.status
    # https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
    return str(status) if status is not None and status >= 400 else ended.error
