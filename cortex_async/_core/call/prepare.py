"""From a request to what goes on the wire. Done once per call: every attempt sends the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentError, ArgumentValueError
from cortex_async._core.http.exchange import ACCEPTED, Outgoing
from cortex_async._core.request import Request, string_pairs
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.strings.wire_strings import written
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FIRST_NAME = re.compile(r"\w+")
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

    Raises ``ArgumentError`` naming what cannot be sent.
    """
    route = request.route
    fields: dict[str, str] = {}
    if route.accept != ACCEPTED:
        fields["Accept"] = route.accept
    if streamed:
        fields["Accept-Encoding"] = "identity"
    content: bytes | None = None
    if request.body is not UNSET:
        from cortex_async._core.codec.bodies import payload

        try:
            body = payload(request.body, codec, route)
        except ArgumentError as error:
            raise renamed(error, route.renamed) from None
        content, fields["Content-Type"] = body.content, body.content_type
    url = base_url + route.fill(request.path)
    if request.query and (pairs := string_pairs(request.query, route.query_parameters)):
        url = f"{url}?{urlencode(pairs, quote_via=quote)}"
    # Most calls bring no headers of their own, and ours need no check.
    if request.headers or headers:
        fields = merged_headers(fields, own_headers(request), headers or {})
    return Outgoing(route.method, url, fields, content)


def settled(request: Request) -> Request:
    """The request with whatever can be walked only once made a list, for calls that send it several times.

    Raises ``ArgumentError`` for a query or a header that cannot be sent.
    """
    if request.query:
        query = {
            name: list(value) if isinstance(value, Iterator) else value
            for name, value in request.query.items()
        }
        request = Request(request.route, request.path, query, request.headers, request.body)
        string_pairs(query, request.route.query_parameters)
    own_headers(request)
    request.route.fill(request.path)
    return request


def renamed(error: ArgumentError, names: Mapping[str, str]) -> ArgumentError:
    """The error with the keyword of the operation in the place of the field that it fills."""
    name = _FIRST_NAME.match(error.parameter)
    keyword = names.get(name[0]) if name else None
    if name is None or keyword is None:
        return error
    message, parameter = str(error), keyword + error.parameter[name.end() :]
    return type(error)(keyword + message.removeprefix(name[0]), parameter=parameter)


def merged_headers(*layers: Mapping[str, str | Unset]) -> dict[str, str]:
    """Header fields of all layers, later ones winning whatever their case. Raises ``ArgumentError`` for what no header can be."""
    merged: dict[str, tuple[str, str]] = {}
    for layer in layers:
        for name, value in layer.items():
            if value is not UNSET:
                string = header_value(name, value)
                merged[name.lower()] = (name, string)
    return dict(merged.values())


def own_headers(request: Request) -> dict[str, str]:
    """Those that the operation has parameters for."""
    declared = request.route.header_parameters
    pairs = string_pairs(request.headers or {}, declared)
    return {
        name: header_value(name, value, declared[name].name if name in declared else "")
        for name, value in pairs
    }


def header_value(name: object, value: object, parameter: str = "") -> str:
    """The value as a string. Raises ``ArgumentError``, which does not show the value, for a field that cannot or must not be set.

    ``parameter`` is what the caller knows the field as, if it is not one of ``headers``.
    """
    if not isinstance(name, str):
        raise wrong_type("the name of a header", "a string", name)
    if not _NAME.fullmatch(name):
        raise ArgumentValueError(f"header name {name!r} is not one", parameter="headers")
    if name.lower() in _FRAMING:
        raise ArgumentValueError(f"header {name} is set by the transport alone", parameter="headers")
    parameter = parameter or f"headers[{name!r}]"
    string = hidden(written(value, parameter, "str"))
    if _CONTROL.search(string):
        raise ArgumentValueError(f"{parameter} must not hold a control character", parameter=parameter)
    return string
