"""One call as a value: which operation, with what. No I/O, nothing of any API.

A ``Route`` is what the document says of an operation and exists once; a ``Request`` adds the caller's values and exists per call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict
from urllib.parse import quote

from attrs import define, field, frozen

from .unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable

    from .response import Response
    from .retry import Retry
    from .timeouts import Timeout

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
"""A body whose shape the document does not state."""

Scalar: TypeAlias = str | int | float | bool | datetime | date
QueryValue: TypeAlias = "Scalar | Iterable[Scalar] | Unset | None"

Method: TypeAlias = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

IDEMPOTENT_METHODS: frozenset[str] = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})

_all_unreserved = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class Options(TypedDict, total=False):
    """What every operation takes by keyword, beside its own parameters.

    timeout: seconds for the whole call, retries and waits included, or a ``Timeout`` that names each limit; ``None`` removes the total.
    retry: a ``Retry`` policy, ``False`` for exactly one attempt, ``True`` for the default policy. A 401 makes a call go out once
        more whatever this says, if the credential is a function and gave another one.
    headers: sent in addition, winning over the SDK's own except for the credentials.
    on_response: called with the ``Response`` (status, headers, request id, attempts, raw body) of the last attempt that got
        an answer, before it is decoded or raised; of an error's body it has the first 64 KiB, as they came. May be async. An
        exception in it is logged and does not break the call.
    """

    timeout: Timeout | float | None
    retry: Retry | bool
    headers: Mapping[str, str]
    on_response: Callable[[Response], object]


OPTION_NAMES: frozenset[str] = frozenset(Options.__annotations__)


@frozen
class Route:
    """What the document says of one operation.

    operation: operationId, e.g. ``createSession``.
    path: the template, e.g. ``/api/projects/{projectId}/sessions``; this is what logs and errors show, never the filled-in path.
    schemes: names of the security schemes that the document accepts here; empty means that no credential is sent.
    repeatable: True if the call may be repeated although its method is not idempotent (names.toml).
    accept: media type asked for.
    ids: path parameters whose values errors may show, the others being personal or secret; None if that is not known of any.
    """

    operation: str
    method: Method
    path: str
    schemes: frozenset[str] = frozenset()
    repeatable: bool = False
    accept: str = "application/json"
    ids: tuple[str, ...] | None = None
    _format: str = field(init=False, repr=False, eq=False)
    _places: int = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        form, places = _PLACEHOLDER.subn("%s", self.path.replace("%", "%%"))
        object.__setattr__(self, "_format", form)
        object.__setattr__(self, "_places", places)

    @property
    def idempotent(self) -> bool:
        return self.repeatable or self.method in IDEMPOTENT_METHODS

    def fill(self, values: tuple[str, ...]) -> str:
        """The encoded path with ``values`` in the place of the parameters, in path order."""
        if len(values) != self._places:
            raise TypeError(f"{self.operation}: {self._places} path values expected, {len(values)} given")
        # What ids are made of, looked at in one go: that costs half of what looking at each does.
        try:
            plain = "" not in values and _all_unreserved("".join(values))
        except TypeError:
            # Something that is not text but can be written as such, a UUID or a number.
            plain = False
        return self._format % (values if plain else tuple(map(quote_segment, values)))

    def shown(self, values: tuple[str, ...]) -> dict[str, str]:
        """Those of the path's values that errors may show, by the names of their parameters."""
        return {name: value for name, value in self._named(values) if name in (self.ids or ())}

    def withheld(self, values: tuple[str, ...]) -> list[str]:
        """Those of the path's values that are known to be personal or secret."""
        return [value for name, value in self._named(values) if self.ids is not None and name not in self.ids]

    def _named(self, values: tuple[object, ...]) -> Iterator[tuple[str, str]]:
        for placeholder, value in zip(_PLACEHOLDER.findall(self.path), values, strict=False):
            yield placeholder[1:-1], str(getattr(value, "value", value))


# Not frozen: that makes the constructor, which runs for every call, three times as slow.
@define(eq=False)
class Request:
    """One call of an operation. ``path`` holds the values of the path parameters in path order, not yet encoded."""

    route: Route
    path: tuple[str, ...] = field(default=(), repr=False)
    query: Mapping[str, QueryValue] | None = field(default=None, repr=False)
    headers: Mapping[str, str | Unset] | None = field(default=None, repr=False)
    body: object = field(default=UNSET, repr=False)


def quote_segment(value: object) -> str:
    """One path segment, whatever the value holds: ``a/../b`` stays one segment, ``..`` does not climb.

    Raises ``ValueError`` for an empty value, which would address the collection instead of the item, and for None.
    """
    text = "" if value is None else str(value)
    # What nearly every id is made of; quote() takes ten times as long to find that out.
    if _all_unreserved(text):
        return text
    if not text:
        raise ValueError("a path parameter must not be empty")
    if text.strip(".") == "":
        return text.replace(".", "%2E")
    return quote(text, safe="")


def query_pairs(query: Mapping[str, QueryValue]) -> list[tuple[str, str]]:
    """The query as pairs of text: unset and ``None`` are left out, an iterable repeats its name."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        if value is UNSET or value is None:
            continue
        if isinstance(value, (str, int, float, date)):
            pairs.append((name, scalar_text(value)))
        else:
            pairs.extend((name, scalar_text(item)) for item in value)
    return pairs


def scalar_text(value: Scalar) -> str:
    """How a value is written in a query, a header or a comma-separated list: ``true``, ``5``, ``2026-01-31T12:00:00Z``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(
                f"naive datetime {value.isoformat()}: give it a time zone, e.g. datetime.now(timezone.utc)"
            )
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def header_text(value: Scalar | Iterable[Scalar] | Unset | None) -> str | Unset:
    """A header's value: one scalar, or several separated by commas."""
    if value is UNSET or value is None:
        return UNSET
    if isinstance(value, (str, int, float, date)):
        return scalar_text(value)
    return comma_separated(value)


def comma_separated(values: Iterable[Scalar] | Unset | None) -> str | Unset:
    """A list parameter of style ``form`` without ``explode``; a plain string counts as one value."""
    if values is UNSET or values is None:
        return UNSET
    if isinstance(values, str):
        return values
    return ",".join(scalar_text(value) for value in values)
