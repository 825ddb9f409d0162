"""Turns a request into what is sent. Done once per call: every attempt sends the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from cortex_async._core.arguments import wrong_type
from cortex_async._core.call_errors import ConnectionFailed
from cortex_async._core.errors import ArgumentError, ArgumentValueError
from cortex_async._core.http.exchange import ACCEPTED, Outgoing
from cortex_async._core.request import Request, string_pairs
from cortex_async._core.runtime.loading import unloaded
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.strings.wire_strings import written
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2"""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FIRST_NAME = re.compile(r"\w+")
_FRAMING = frozenset({"content-length", "host", "transfer-encoding", "connection"})
"""Headers that decide where a message ends and where it goes; only the HTTP library may set them."""


def prepare(
    request: Request,
    base_url: str,
    codec: Codec,
    *,
    headers: Mapping[str, str] | None = None,
    streamed: bool = False,
) -> Outgoing:
    """Return the request with its URL, its body, and the headers that differ from the session's.

    headers: of the client and the call; they override the request's own.

    Raises ``ArgumentError`` that names a value which cannot be sent.
    """
    route = request.route
    fields = _own_fields(route.accept, streamed)
    content: bytes | None = None
    if request.body is not UNSET:
        try:
            from cortex_async._core.codec.bodies import payload

            body = payload(request.body, codec, route)
        except ArgumentError as error:
            raise renamed(error, route.renamed) from None
        except OSError as error:
            if (reason := unloaded(error)) is None:
                raise
            raise ConnectionFailed(reason, outcome="not_sent") from None
        content, fields = body.content, {**fields, "Content-Type": body.content_type}
    url = base_url + route.fill(request.path)
    if request.query and (pairs := string_pairs(request.query, route.query_parameters)):
        url = f"{url}?{urlencode(pairs, quote_via=quote)}"
    # Most calls have no headers of their own, and the SDK's need no check.
    own = own_headers(request) if request.headers else {}
    if own or headers:
        fields = merged_headers(fields, own, headers or {})
    return Outgoing(route.method, url, fields, content)


@lru_cache(maxsize=64)
def _own_fields(accept: str, streamed: bool) -> Mapping[str, str]:
    """Return the headers that differ from the session's. All calls of a kind share them."""
    fields = {} if accept == ACCEPTED else {"Accept": accept}
    return {**fields, "Accept-Encoding": "identity"} if streamed else fields


def settled(request: Request) -> Request:
    """Return the request with iterators replaced by lists and without what is not set, for callers that send
    it several times.

    Raises ``ArgumentError`` for a path value, a query or a header that cannot be sent.
    """
    query = {
        name: list(value) if isinstance(value, Iterator) else value
        for name, value in (request.query or {}).items()
        if value is not UNSET
    }
    headers = {name: value for name, value in (request.headers or {}).items() if value is not UNSET}
    request = Request(request.route, request.path, query or None, headers or None, request.body)
    string_pairs(query, request.route.query_parameters)
    own_headers(request)
    request.route.fill(request.path)
    return request


def renamed(error: ArgumentError, names: Mapping[str, str]) -> ArgumentError:
    """Return the error with the operation's keyword instead of the body field that it fills."""
    name = _FIRST_NAME.match(error.parameter)
    keyword = names.get(name[0]) if name else None
    if name is None or keyword is None:
        return error
    message, parameter = str(error), keyword + error.parameter[name.end() :]
    return type(error)(keyword + message.removeprefix(name[0]), parameter=parameter)


def merged_headers(*layers: Mapping[str, str | Unset]) -> dict[str, str]:
    """Merge header fields; later layers win, whatever the case of a name.

    Raises ``ArgumentError`` for a field that cannot be sent.
    """
    merged: dict[str, tuple[str, str]] = {}
    for layer in layers:
        for name, value in layer.items():
            if value is not UNSET:
                string = header_value(name, value)
                merged[name.lower()] = (name, string)
    return dict(merged.values())


def own_headers(request: Request) -> dict[str, str]:
    """Return the headers that the operation has parameters for."""
    declared = request.route.header_parameters
    pairs = string_pairs(request.headers or {}, declared)
    return {
        name: header_value(name, value, declared[name].name if name in declared else "")
        for name, value in pairs
    }


def header_value(name: object, value: object, parameter: str = "") -> str:
    """Return the value as a string.

    parameter: the caller's name of the field, if it is not one of ``headers``.

    Raises ``ArgumentError``, which does not show the value, for a field that cannot or must not be set.
    """
    if not isinstance(name, str):
        raise wrong_type("header name", "a string", name)
    if not _NAME.fullmatch(name):
        raise ArgumentValueError(
            f"header name must be letters, digits and !#$%&'*+-.^_`|~, got {name!r}", parameter="headers"
        )
    if name.lower() in _FRAMING:
        raise ArgumentValueError(
            f"headers must not contain {name}, which the SDK sets itself", parameter="headers"
        )
    parameter = parameter or f"headers[{name!r}]"
    string = hidden(written(value, parameter, "str"))
    if _CONTROL.search(string):
        raise ArgumentValueError(f"{parameter} must not contain a control character", parameter=parameter)
    return string
