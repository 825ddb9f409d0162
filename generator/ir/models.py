"""Models, their fields, and enumerations."""

from __future__ import annotations

from attrs import frozen

from generator.ir.types import Type

NO_DEFAULT = object()


@frozen
class Field:
    """``wire`` is the document's name, ``name`` ours. ``default`` is a JSON value or NO_DEFAULT.

    ``given_by``: who may state it, where only one side does (readOnly: the server, writeOnly: the caller).
    """

    name: str
    wire: str
    type: Type
    required: bool
    nullable: bool
    doc: str
    secret: bool = False
    deprecated: bool = False
    default: object = NO_DEFAULT
    given_by: str = "both"


@frozen
class RemovedField:
    """A field that the document no longer has; models keep its name until ``until``."""

    name: str
    wire: str
    until: str


@frozen
class Model:
    """``sent`` and ``received`` say in which direction the model travels; a model may do both.

    ``extra`` is the type of members beyond the fields, where the document provides for them.
    """

    name: str
    schema: str
    pointer: str
    group: str
    doc: str
    fields: tuple[Field, ...]
    sent: bool
    received: bool
    extra: Type | None = None
    removed: tuple[RemovedField, ...] = ()


@frozen
class Enum:
    """``keys`` are the places with these values, as names.toml writes them; ``pointer`` is the first of them."""

    name: str
    group: str
    values: tuple[str | int, ...]
    doc: str
    pointer: str
    keys: tuple[str, ...] = ()
