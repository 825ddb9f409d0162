"""What the emitters see of an API: values, decided once, with every name final.

Nothing here knows the document's syntax, Python's syntax or a template. ``schemas`` and ``operations`` build these values,
``annotations`` and ``emit`` read them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

ScalarKind: TypeAlias = Literal["str", "int", "float", "bool", "instant", "date", "binary", "json"]


@frozen
class Scalar:
    """``json`` is a value that the document leaves entirely open and says so."""

    kind: ScalarKind


@frozen
class FreeForm:
    """An object whose members the document leaves open."""


@frozen
class Constant:
    """The one known value of a property. ``exact``: it tells the members of a union apart, so that no other value can stand there."""

    value: str
    exact: bool


@frozen
class EnumRef:
    """An open enumeration: the known values, or any other of the same kind."""

    name: str


@frozen
class ModelRef:
    name: str


@frozen
class ListOf:
    item: Type


@frozen
class MapOf:
    value: Type


@frozen
class ScalarUnion:
    """Several JSON kinds that tell themselves apart: passed through unchanged."""

    members: tuple[Type, ...]


@frozen
class ModelUnion:
    """Several models. ``by`` is a discriminator property, or None where each member has a required property of its own.

    ``keys`` holds per member the discriminator's values, or the one property that tells the member apart.
    """

    members: tuple[ModelRef, ...]
    by: str | None
    keys: tuple[tuple[str, ...], ...]


Type: TypeAlias = (
    Scalar | FreeForm | Constant | EnumRef | ModelRef | ListOf | MapOf | ScalarUnion | ModelUnion
)

NO_DEFAULT = object()


@frozen
class Field:
    """``wire`` is the document's name, ``name`` ours. ``default`` is a JSON value or NO_DEFAULT."""

    name: str
    wire: str
    type: Type
    required: bool
    nullable: bool
    doc: str
    secret: bool = False
    deprecated: bool = False
    default: object = NO_DEFAULT


@frozen
class Model:
    """``sent`` and ``received`` say in which direction the model travels; a model may do both."""

    name: str
    schema: str
    pointer: str
    group: str
    doc: str
    fields: tuple[Field, ...]
    sent: bool
    received: bool


@frozen
class Enum:
    name: str
    group: str
    values: tuple[str | int, ...]
    doc: str


@frozen
class Parameter:
    """``place`` says where the value travels. ``joined``: a list sent as one comma-separated value."""

    name: str
    wire: str
    place: Literal["path", "query", "header"]
    type: Type
    required: bool
    doc: str
    joined: bool = False


@frozen
class Keyword:
    """One field of a body as a keyword of an operation; ``name`` differs from the field's only where the table says so."""

    name: str
    field: Field


BodyMedia: TypeAlias = Literal["json", "form", "multipart", "binary"]


@frozen
class Body:
    """What the caller gives of a request body: the fields of its model as ``keywords``, or (None) one value named ``body``."""

    media: BodyMedia
    type: Type
    required: bool
    keywords: tuple[Keyword, ...] | None


AnswerKind: TypeAlias = Literal["typed", "none", "undeclared", "bytes", "text", "events"]


@frozen
class Answer:
    """``type`` is set for ``typed``; ``undeclared`` is a success without a described body."""

    kind: AnswerKind
    type: Type | None
    doc: str


@frozen
class Paging:
    """An operation with limit and offset. ``items`` names the list in the answer, None where the answer is the list."""

    item: Type
    items: str | None


@frozen
class Operation:
    """``scope``, ``resource`` and ``method`` are the public name; ``bound`` counts the leading path values that the scope fixes."""

    id: str
    scope: str
    resource: str
    method: str
    http_method: str
    path: str
    pointer: str
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
    deprecated: bool = False

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.place == "path")

    @property
    def public_name(self) -> str:
        return f"{self.scope}.{self.resource}.{self.method}"


@frozen
class EventUnion:
    """The events of a stream: ``by`` names the property that tells them apart, ``members`` pairs each of its values with a model.

    ``envelope`` holds the fields that all members share: what an event of an unknown type can still offer.
    """

    by: str
    members: tuple[tuple[str, str], ...]
    envelope: tuple[Field, ...]


@frozen
class Api:
    name: str
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    operations: tuple[Operation, ...]
    events: EventUnion | None
    secret_fields: tuple[str, ...]
    documentation_only: tuple[str, ...] = ()

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.name == name)
