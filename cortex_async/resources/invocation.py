"""Calls of a project's own functions: what is sent to an invoke URL, and what comes back.

The vendor documents the URL and the names of the three authentication modes
(https://docs.4players.io/cortex/features/serverless-functions/), not how a request to a ``signed`` function
is signed.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self, cast

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.call_errors import APIError, error_class
from cortex_async._core.codec.bodies import Content
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.request import QueryValue, Request, Route, string_pairs
from cortex_async._core.response import Response
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.types import Method
    from cortex_async.models import Function

SCHEMES: Final[Mapping[str, frozenset[str]]] = {
    "public": frozenset(),
    "api_key": frozenset({"api-key"}),
    "signed": frozenset(),
}
"""What is sent for each authentication mode: the client's credential, or none."""

KEYWORDS = "function json body method query auth"

ERROR_BODY = 64 * 1024
"""The most bytes of a response that its error keeps."""

_LISTED = 5
_METHOD = re.compile("[A-Za-z]+")


@frozen(slots=False)
class FunctionResponse(Response):
    """The response of a function, whatever its status.

    A function chooses its status, and nothing tells its 404 or 500 from one of Cortex in front of it, e.g.
    for a function that is not deployed. So none of them is raised; ``raise_for_status`` does that.

    status: HTTP status.
    headers: header fields; lookup ignores case.
    body: the complete body, decompressed.
    request_id: the server's id of the request, None if it sent none.
    attempts: how many times the request was sent.
    """

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    def raise_for_status(self) -> Self:
        """Return the response if its status is 2xx.

        Raises the typed error otherwise, e.g. ``NotFound`` for 404, with at most 64 KiB of the body.
        """
        if self.ok:
            return self
        refusal = self.refusal
        # A copy, since raising adds a traceback, and with it references to the frames of the caller.
        raise copy.copy(refusal) if refusal is not None else self._error()

    def _error(self) -> APIError:
        """Build the error of a response that was made by hand."""
        return error_class(self.status)(
            "the function refused", status=self.status, body=self.body[:ERROR_BODY]
        )

    @classmethod
    def of(cls, response: Response) -> Self:
        made = cls(response.status, response.headers, response.body, response.request_id, response.attempts)
        made.__dict__["_refusal"] = response.refusal
        return made


@frozen
class Sendable:
    """The arguments of a call that do not depend on the function, checked and encoded."""

    method: Method
    query: Mapping[str, QueryValue] | None = field(repr=False)
    body: Content | Unset = field(repr=False)

    def to(self, project: str, slug: str, auth: str) -> Request:
        """Build the request for an invoke URL, which is always below the client's own base URL."""
        return Request(_route(self.method, SCHEMES[auth]), (project, slug), self.query, body=self.body)


def sendable(
    codec: Codec, json: object, body: object, method: object, query: Mapping[str, QueryValue] | None
) -> Sendable:
    """Check and encode. Raises ``ArgumentError`` for an argument that cannot be sent."""
    if query is not None:
        if not isinstance(query, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("query", "a mapping of names to values", query)
        string_pairs(query)
    return Sendable(_checked_method(method), query, _content(codec, json, body))


@lru_cache(maxsize=32)
def _route(method: Method, schemes: frozenset[str]) -> Route:
    return Route(
        "invokeFunction",
        method,
        "/invoke/{projectId}/{slug}",
        schemes,
        accept="*/*",
        every_status=True,
        ids=("projectId", "slug"),
        path_parameters=(Parameter("project_id", "str"), Parameter("function", "str")),
        keywords=KEYWORDS,
    )


def _content(codec: Codec, json: object, body: object) -> Content | Unset:
    if json is not UNSET:
        if body is not UNSET:
            raise ArgumentTypeError("json and body must not both be given", parameter="json")
        return Content(codec.encode_body(json, "json"), "application/json")
    if body is UNSET:
        return UNSET
    if isinstance(body, str):
        return Content(body, "text/plain; charset=utf-8")
    if isinstance(body, (bytes, bytearray)):
        return Content(bytes(body), "application/octet-stream")
    raise wrong_type("body", "bytes or a string (pass anything else as json=)", body)


def _checked_method(method: object) -> Method:
    if not isinstance(method, str):
        raise wrong_type("method", "a string", method)
    if not _METHOD.fullmatch(method):
        raise wrong_value("method", "an HTTP method", method)
    return cast("Method", method.upper())


def checked_auth(auth: object, headers: object) -> str:
    """Return the authentication mode.

    Raises ``ArgumentError`` for an unknown one, and for ``signed`` without headers that could be a signature.
    """
    if not isinstance(auth, str):
        raise wrong_type("auth", "'public', 'api_key' or 'signed'", auth)
    if auth not in SCHEMES:
        raise wrong_value("auth", "'public', 'api_key' or 'signed'", auth)
    if auth == "signed" and not headers:
        raise ArgumentValueError(
            "headers must hold the signature of a signed function: the API does not document how to sign, so "
            "the SDK cannot; pass the exact bytes that you have signed as body=... and the signature as "
            "headers={...}",
            parameter="headers",
        )
    return auth


def checked_slug(function: object) -> str:
    """Return a slug as it was given. Raises ``ArgumentError`` for what cannot be one."""
    expected = "a Function or its slug, a non-empty string"
    if not isinstance(function, str):
        raise wrong_type("function", expected, function)
    if not function:
        raise wrong_value("function", expected, function)
    if "/" in function:
        # A URL may be signed, so it is not shown.
        raise ArgumentValueError(
            "function must be a Function or its slug, got a path or URL: functions are called below the "
            "client's base_url only, where the credential belongs",
            parameter="function",
        )
    return function


def named(slug: str, functions: Collection[Function]) -> Function:
    """Return the function with this slug.

    Raises ``ArgumentValueError`` with similar slugs if there is none.
    """
    for one in functions:
        if one.slug == slug:
            return one
    by_id = next((one for one in functions if one.id == slug), None)
    if by_id is not None:
        hint = f"that is the id of the function with the slug {by_id.slug!r}"
    else:
        slugs = [one.slug for one in functions]
        near = difflib.get_close_matches(slug, slugs, 1) or sorted(slugs)[:_LISTED]
        hint = f"there are {', '.join(map(repr, near))}" if near else "it has none"
    raise ArgumentValueError(
        f"function must be the slug of a function of this project, got {slug!r}: {hint}", parameter="function"
    )
