"""An API as a whole."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from generator.ir.models import Enum, Field, Model
from generator.ir.operations import Operation, RemovedOperation


@frozen
class EventUnion:
    """The events of a stream.

    ``by`` is the property that tells them apart, ``members`` are (value of it, model).

    ``envelope``: the fields that all members share, and that an event of an unknown type therefore has as
    well.
    """

    by: str
    members: tuple[tuple[str, str], ...]
    envelope: tuple[Field, ...]


@frozen
class Note:
    """A part of the spec that was not taken literally: its place, and what became of it."""

    pointer: str
    text: str


@frozen
class Group:
    """The content of one module of models."""

    models: list[Model]
    enums: list[Enum]


@frozen
class Api:
    """Everything that the emitters need to know about an API.

    ``secret_fields`` are JSON names that are secret wherever they occur, ``secret_request_fields`` those
    in requests.
    """

    name: str
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    operations: tuple[Operation, ...]
    events: EventUnion | None
    secret_fields: tuple[str, ...]
    secret_request_fields: tuple[str, ...]
    documentation_only: tuple[str, ...] = ()
    removed: tuple[RemovedOperation, ...] = ()
    notes: tuple[Note, ...] = ()

    @cached_property
    def homes(self) -> dict[str, str]:
        """The module of every model and enumeration."""
        return {model.name: model.group for model in self.models} | {
            enum.name: enum.group for enum in self.enums
        }

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The modules by name, sorted. Their content keeps the order of ``models`` and ``enums``."""
        found = {name: Group([], []) for name in sorted(set(self.homes.values()))}
        for model in self.models:
            found[model.group].models.append(model)
        for enum in self.enums:
            found[enum.group].enums.append(enum)
        return found

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.name == name)
