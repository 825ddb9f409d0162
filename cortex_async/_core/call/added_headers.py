"""Headers that observers add to a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cortex_async._core.call.prepare import header_value
from cortex_async._core.errors import ArgumentError
from cortex_async._core.http.exchange import Outgoing
from cortex_async._core.secrets.call_secrets import header_secrets
from cortex_async._core.telemetry.listeners import Heard, added_headers, report

if TYPE_CHECKING:
    from cortex_async._core.call.service import Service
    from cortex_async._core.telemetry.calls import AttemptStarted

RESERVED: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "last-event-id",
        "proxy-authorization",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)
"""Headers that belong to the SDK, in lower case."""


def with_added(
    outgoing: Outgoing,
    heard: Heard,
    attempt: AttemptStarted,
    *,
    reserved: tuple[Mapping[str, str], ...],
    service: Service,
) -> tuple[Outgoing, dict[str, str]]:
    """Return the request with what observers add, and the headers among that which are secret.

    reserved: headers that are sent besides those of ``outgoing``; observers override none of these.
    """
    offered = [*added_headers(heard, attempt)]
    if not offered:
        return outgoing, {}
    taken = {name.lower() for headers in (outgoing.headers, *reserved) for name in headers}
    added: dict[str, str] = {}
    for method, name, value in offered:
        try:
            string = header_value(name, value)
        except ArgumentError as error:
            report(method, str(error))
            continue
        key = str(name).lower()
        if key in RESERVED or key in service.secret_headers:
            report(method, f"the header {name} belongs to the SDK and is left out")
        elif key in taken:
            report(method, f"the header {name} is sent already and is left out")
        else:
            taken.add(key)
            added[str(name)] = string
    if not added:
        return outgoing, {}
    secret = {
        name: value
        for name, value in added.items()
        if any(header_secrets({name: value}, service.secret_headers))
    }
    headers = {**added, **outgoing.headers}
    return Outgoing(outgoing.method, outgoing.url, headers, outgoing.body), secret
