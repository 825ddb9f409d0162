"""Models, their fields, and enumerations, as the spec declares them."""

from __future__ import annotations

from attrs import frozen

from generator.ir.types import Type

NO_DEFAULT = object()


@frozen
class Field:
    """A field of a model.

    ``wire`` is its name in JSON, ``name`` its Python name. ``default`` is the value that the class applies,
    or NO_DEFAULT.

    ``given_by``: the side that sends it, "server" for readOnly and "caller" for writeOnly.
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
    """A field that the spec no longer has; models keep its name until the release ``until``."""

    name: str
    wire: str
    until: str


@frozen
class Model:
    """An object schema.

    ``sent``: occurs in requests. ``received``: occurs in responses or events. A model may be both.

    ``extra`` is the type of members that no field declares, None where the spec does not allow them.

    ``base`` is module and name of a hand-written base class, which adds methods.

    ``readers``: the attribute whose free-form content the typed readers of the class read, empty for none.
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
    base: tuple[str, str] | None = None
    readers: str = ""


@frozen
class Enum:
    """An enumeration.

    ``keys`` are the places that use it, as in names.toml; ``pointer`` leads to the first of them.
    """

    name: str
    group: str
    values: tuple[str | int, ...]
    doc: str
    pointer: str
    keys: tuple[str, ...] = ()
