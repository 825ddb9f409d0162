"""Operations, what they take and what they answer."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from generator.ir.models import Field
from generator.ir.types import Type


@frozen
class Parameter:
    """``place`` says where the value travels. ``joined``: a list sent as one comma-separated value."""

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
    """One field of a body as a keyword of an operation; ``name`` differs from the field's only where the table says so."""

    name: str
    field: Field


BodyMedia: TypeAlias = Literal["json", "form", "multipart", "binary", "text"]


@frozen
class Body:
    """What the caller gives of a request body: the fields of its model as ``keywords``, or (None) one value named ``body``.

    ``content_type`` is the document's own spelling. ``extra``: the keywords include one for members beyond the fields.
    """

    media: BodyMedia
    content_type: str
    type: Type
    required: bool
    keywords: tuple[Keyword, ...] | None
    extra: Type | None = None


AnswerKind: TypeAlias = Literal["typed", "none", "undeclared", "bytes", "text", "events", "several"]


@frozen
class Choice:
    """One of several answers: ``status`` 200, or 2 for the whole range; ``media`` where the content type decides."""

    status: int
    media: str
    kind: AnswerKind
    type: Type | None


@frozen
class Answer:
    """``type`` is set for ``typed``; ``undeclared`` is a success without a described body.

    ``several``: ``choices`` tells them apart, ``by`` their status or by their media type.
    """

    kind: AnswerKind
    type: Type | None
    doc: str
    by: Literal["status", "media"] | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def types(self) -> tuple[Type, ...]:
        """Every described type that may come back."""
        found = (self.type, *(choice.type for choice in self.choices))
        return tuple(kind for kind in found if kind is not None)


@frozen
class Paging:
    """An operation with limit and offset. ``items`` names the list in the answer, None where the answer is the list."""

    item: Type
    items: str | None


@frozen
class Operation:
    """``scope``, ``resource`` and ``method`` are the public name; ``bound`` counts the leading path values that the scope fixes.

    ``ids``: path parameters whose values errors may show.
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
    answer: Answer
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
    """An operation that the document no longer has; its name stays until ``until`` and says so when called."""

    id: str
    scope: str
    resource: str
    method: str
    until: str


def call_parameters(operation: Operation) -> tuple[Parameter, ...]:
    """The parameters that a caller gives: without those that the scope binds and those that the pager sets."""
    given = operation.path_parameters[operation.bound :] + tuple(
        p for p in operation.parameters if p.place != "path"
    )
    if operation.paging is None:
        return given
    return tuple(p for p in given if not (p.place == "query" and p.wire in ("limit", "offset")))
