"""A call as a value: the operation and the caller's arguments. No I/O, nothing specific to an API.

A ``Route`` holds what the spec says about an operation and exists once; a ``Request`` adds the caller's
values and exists per call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from attrs import define, field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.strings.wire_strings import Parameter, Scalar, identifier, written_all
from cortex_async._core.types import Method
from cortex_async._core.unset import UNSET, Unset

QueryValue: TypeAlias = "Scalar | Iterable[Scalar] | Unset | None"

IDEMPOTENT_METHODS: frozenset[str] = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
"""https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2"""

NO_NAMES: Final[Mapping[str, str]] = {}
NO_PARAMETERS: Final[Mapping[str, Parameter]] = {}

_are_strings = frozenset({str}).issuperset
_all_unreserved = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@frozen(eq=False)
class Route:
    """What the spec says about one operation.

    operation: operationId, e.g. ``createSession``.
    path: the template, e.g. ``/api/projects/{projectId}/sessions``; logs and errors show it instead of the
        actual path.
    schemes: names of the security schemes that the operation accepts; if empty, no credential is sent.
    repeatable: True if the call may be retried although its method is not idempotent (``repeatable`` in
        names.toml).
    accept: the media type for the ``Accept`` header.
    ids: path parameters whose values errors may show, the others being personal or secret; None if unknown.
    path_parameters: in path order, including those that a scope binds.
    query_parameters, header_parameters, form_parameters: by their names on the wire; an undeclared one may be
        any scalar.
    keywords: names of the operation's keyword arguments, separated by spaces.
    renamed: keyword names of body fields, by field name, where the two differ.
    every_status: True if a response with an error status is returned like any other, with the typed error in
        ``Response.refusal``, because the status is the caller's business.
    """

    operation: str
    method: Method
    path: str
    schemes: frozenset[str] = frozenset()
    repeatable: bool = False
    accept: str = "application/json"
    ids: tuple[str, ...] | None = None
    path_parameters: tuple[Parameter, ...] = ()
    query_parameters: Mapping[str, Parameter] = NO_PARAMETERS
    header_parameters: Mapping[str, Parameter] = NO_PARAMETERS
    form_parameters: Mapping[str, Parameter] = NO_PARAMETERS
    keywords: str = ""
    renamed: Mapping[str, str] = NO_NAMES
    every_status: bool = False
    _format: str = field(init=False, repr=False, eq=False)
    _places: int = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        form, places = _PLACEHOLDER.subn("%s", self.path.replace("%", "%%"))
        object.__setattr__(self, "_format", form)
        object.__setattr__(self, "_places", places)

    @property
    def idempotent(self) -> bool:
        return self.repeatable or self.method in IDEMPOTENT_METHODS

    def fill(self, values: tuple[Any, ...]) -> str:
        """Return the encoded path with ``values`` substituted for the parameters in path order.

        Raises ``ArgumentError`` that names a value which cannot be used.
        """
        if len(values) != self._places:
            raise ArgumentTypeError(
                f"values must be one for each parameter of the path ({self._places}), got {len(values)}",
                parameter="values",
            )
        # Ids rarely need encoding; one check over all of them costs half as much as one for each.
        if _are_strings(map(type, values)) and "" not in values and _all_unreserved("".join(values)):
            return self._format % values
        strings = map(self._string, range(len(values)), values)
        return self._format % tuple(map(quote_segment, strings))

    def _string(self, place: int, value: object) -> str:
        if place < len(self.path_parameters):
            parameter = self.path_parameters[place]
        else:
            parameter = Parameter(_PLACEHOLDER.findall(self.path)[place][1:-1])
        return identifier(value, parameter.name, parameter.kinds)

    def place_of(self, parameter: str) -> int | None:
        """Return the place of a path parameter among the values, None if the path has none of this name."""
        names: list[str] = _PLACEHOLDER.findall(self.path)
        placeholder = f"{{{parameter}}}"
        return names.index(placeholder) if placeholder in names else None

    def shown(self, values: tuple[Any, ...]) -> dict[str, str]:
        """Return the path values that errors may show, by parameter name."""
        return {name: value for name, value in self._named(values) if name in (self.ids or ())}

    def withheld(self, values: tuple[Any, ...]) -> list[str]:
        """Return the path values that are known to be personal or secret."""
        return [value for name, value in self._named(values) if self.ids is not None and name not in self.ids]

    def _named(self, values: tuple[object, ...]) -> Iterator[tuple[str, str]]:
        for place, placeholder in enumerate(_PLACEHOLDER.findall(self.path)[: len(values)]):
            yield placeholder[1:-1], self._string(place, values[place])


# Not frozen: a frozen class's constructor takes three times as long, and this one runs for every call.
@define(eq=False)
class Request:
    """One call of an operation.

    path: values of the path parameters in path order, not encoded.
    query, headers: values by their names on the wire; None and ``UNSET`` are not sent.
    body: the payload, ``UNSET`` for none.
    """

    route: Route
    path: tuple[Any, ...] = field(default=(), repr=False)
    query: Mapping[str, QueryValue] | None = field(default=None, repr=False)
    headers: Mapping[str, QueryValue] | None = field(default=None, repr=False)
    body: object = field(default=UNSET, repr=False)


def quote_segment(value: str) -> str:
    """Encode a value as one path segment: ``a/../b`` stays one segment, and ``..`` is not a parent directory.

    https://www.rfc-editor.org/rfc/rfc3986#section-3.3
    """
    # True for nearly every id; quote() takes ten times as long to find out.
    if _all_unreserved(value):
        return value
    if value.strip(".") == "":
        return value.replace(".", "%2E")
    return quote(value, safe="")


def string_pairs(
    values: Mapping[str, QueryValue], parameters: Mapping[str, Parameter] = NO_PARAMETERS
) -> list[tuple[str, str]]:
    """Return a query or a form as name-value pairs.

    ``UNSET`` and None are left out; a list is joined or repeats its name. Raises ``ArgumentError`` that names
    a value which cannot be sent.
    """
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if value is UNSET or value is None:
            continue
        parameter = parameters.get(name) or _undeclared(name)
        strings = written_all(value, parameter)
        if parameter.many == "joined":
            pairs.append((name, ",".join(strings)))
        else:
            pairs.extend((name, string) for string in strings)
    return pairs


def _undeclared(name: object) -> Parameter:
    if not isinstance(name, str):
        raise wrong_type("parameter name", "a string", name)
    return Parameter(name, many="repeated")
