"""From a request to what goes on the wire. Done once per call: every attempt sends the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from .exchange import Outgoing
from .request import Request, query_pairs
from .unset import UNSET, Unset

if TYPE_CHECKING:
    from .codec import Codec

ACCEPTED = "application/json"
"""What nearly every operation answers with."""

ACCEPTED_ENCODINGS = "gzip, deflate"
"""What we can always decode. Left alone, the HTTP library would also offer what happens to be installed beside it."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = frozenset({"content-length", "host", "transfer-encoding", "connection"})


def prepare(
    request: Request,
    base_url: str,
    codec: Codec,
    *,
    headers: Mapping[str, str] | None = None,
    streamed: bool = False,
) -> Outgoing:
    """The request with its URL, body, and those headers that not every request has anyway.

    ``headers`` are those of client and call, which win over the request's own.

    Raises ``ValueError`` for values that cannot be sent, ``TypeError`` for types that cannot.
    """
    route = request.route
    fields: dict[str, str] = {}
    if route.accept != ACCEPTED:
        fields["Accept"] = route.accept
    if streamed:
        fields["Accept-Encoding"] = "identity"
    content: bytes | None = None
    if request.body is not UNSET:
        from .bodies import payload

        body = payload(request.body, codec.encode)
        content, fields["Content-Type"] = body.content, body.content_type
    url = base_url + route.fill(request.path)
    if request.query and (pairs := query_pairs(request.query)):
        url = f"{url}?{urlencode(pairs, quote_via=quote)}"
    # Most calls bring no headers of their own, and ours need no check.
    if request.headers or headers:
        fields = merged_headers(fields, request.headers or {}, headers or {})
    return Outgoing(route.method, url, fields, content)


def merged_headers(*layers: Mapping[str, str | Unset]) -> dict[str, str]:
    """Header fields of all layers, later ones winning whatever their case. Raises ``ValueError`` for what no header can be."""
    merged: dict[str, tuple[str, str]] = {}
    for layer in layers:
        for name, value in layer.items():
            if value is UNSET:
                continue
            check_header(name, value)
            merged[name.lower()] = (name, value)
    return dict(merged.values())


def check_header(name: str, value: object) -> None:
    """Raises ``ValueError``, which does not show the value, for a field that cannot or must not be set."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"header name {name!r} is not one")
    if name.lower() in _FRAMING:
        raise ValueError(f"header {name} is set by the transport alone")
    if not isinstance(value, str):
        raise ValueError(f"header {name}: text expected, got {type(value).__name__}")
    if _CONTROL.search(value):
        raise ValueError(f"header {name} holds a control character")
