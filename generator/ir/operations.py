"""Operations, their parameters, bodies and responses."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from generator.ir.models import Field
from generator.ir.types import Type


@frozen
class Parameter:
    """A parameter in the path, the query or a header.

    ``joined``: a list sent as one comma-separated value.
    """

    name: str
    wire: str
    place: Literal["path", "query", "header"]
    type: Type
    required: bool
    doc: str
    pointer: str
    joined: bool = False
    deprecated: bool = False


@frozen
class Keyword:
    """A field of a body as a keyword of an operation.

    ``name`` differs from the field's only where names.toml says so.
    """

    name: str
    field: Field


BodyMedia: TypeAlias = Literal["json", "form", "multipart", "binary", "text"]


@frozen
class Body:
    """A request body.

    ``keywords`` are the fields of its model, or None if the caller passes one value named ``body``.

    ``content_type`` is spelled as in the spec. ``extra``: type of members that no field declares, passed
    by a keyword too. ``shared``: its model occurs in responses too, where lists and maps are of one class.
    """

    media: BodyMedia
    content_type: str
    type: Type
    required: bool
    keywords: tuple[Keyword, ...] | None
    extra: Type | None = None
    shared: bool = False


ResponseKind: TypeAlias = Literal["typed", "none", "undeclared", "bytes", "text", "events", "several"]


@frozen
class Choice:
    """One of several responses.

    ``status`` is 200, say, or 2 for the whole range. ``media`` is set if the media type decides.
    """

    status: int
    media: str
    kind: ResponseKind
    type: Type | None


@frozen
class Response:
    """The successful response of an operation. ``type`` is set for the kind ``typed``.

    ``undeclared``: the spec describes no body. ``several``: one of ``choices``, told apart ``by`` status
    or media type.
    """

    kind: ResponseKind
    type: Type | None
    doc: str
    by: Literal["status", "media"] | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def types(self) -> tuple[Type, ...]:
        """Every declared type that the operation may return."""
        found = (self.type, *(choice.type for choice in self.choices))
        return tuple(kind for kind in found if kind is not None)


@frozen
class Paging:
    """Paging by limit and offset.

    ``items`` names the list in the response, or is None if the response is the list. ``whole``: a call
    returns the list of all pages, because the operation had no pages when it was published.
    """

    item: Type
    items: str | None
    whole: bool = False


@frozen
class Operation:
    """An operation. ``scope``, ``resource`` and ``method`` are its public name.

    ``bound`` counts the leading path parameters that the scope binds. ``ids``: path parameters whose
    values errors may show. ``repeatable``: may be sent again after an unknown outcome although its HTTP
    method is not idempotent.
    """

    id: str
    scope: str
    resource: str
    method: str
    http_method: str
    path: str
    pointer: str
    tag: str
    summary: str
    doc: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    response: Response
    paging: Paging | None
    schemes: tuple[str, ...]
    bound: int
    statuses: tuple[str, ...]
    accept: str = "application/json"
    repeatable: bool = False
    ids: tuple[str, ...] = ()
    deprecated: bool = False

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.place == "path")

    @property
    def public_name(self) -> str:
        return f"{self.scope}.{self.resource}.{self.method}"


@frozen
class RemovedOperation:
    """An operation that the spec no longer has.

    Until the release ``until``, calling it raises an error that says so.
    """

    id: str
    scope: str
    resource: str
    method: str
    until: str


def call_parameters(operation: Operation) -> tuple[Parameter, ...]:
    """Return the parameters that a caller passes: all except those bound by the scope or set by the pager."""
    given = operation.path_parameters[operation.bound :] + tuple(
        p for p in operation.parameters if p.place != "path"
    )
    if operation.paging is None:
        return given
    return tuple(p for p in given if not (p.place == "query" and p.wire in ("limit", "offset")))
