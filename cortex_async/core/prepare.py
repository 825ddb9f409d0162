"""From a request to what goes on the wire. Done once per call: every attempt sends the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from .bodies import payload
from .exchange import Outgoing
from .request import Request, query_pairs
from .unset import UNSET, Unset

if TYPE_CHECKING:
    from .codec import Codec

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
    agent: str,
    layers: tuple[Mapping[str, str], ...],
    streamed: bool = False,
) -> Outgoing:
    """The request with its URL, headers and body. ``layers`` are the headers of client and call, the stronger ones last.

    Raises ``ValueError`` for values that cannot be sent, ``TypeError`` for types that cannot.
    """
    route = request.route
    body = payload(request.body, codec.encode)
    defaults = {
        "Accept": route.accept,
        "Accept-Encoding": "identity" if streamed else ACCEPTED_ENCODINGS,
        "User-Agent": agent,
    }
    if body is not None:
        defaults["Content-Type"] = body.content_type
    path = route.fill(request.path)
    query = urlencode(query_pairs(request.query), quote_via=quote) if request.query else ""
    url = f"{base_url}{path}?{query}" if query else f"{base_url}{path}"
    origin = base_url.find("/", base_url.index("://") + 3)
    target = url[origin:] if origin >= 0 else url[len(base_url) :]
    # Most calls bring no headers of their own, and ours need no check.
    given = [layer for layer in (request.headers, *layers) if layer]
    headers = merged_headers(defaults, *given) if given else defaults
    return Outgoing(route.method, url, target, headers, body.content if body is not None else None)


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
