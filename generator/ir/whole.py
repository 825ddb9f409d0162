"""One API, complete."""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from generator.ir.models import Enum, Field, Model
from generator.ir.operations import Operation, RemovedOperation


@frozen
class EventUnion:
    """The events of a stream: ``by`` names the property that tells them apart, ``members`` pairs each of its values with a model.

    ``envelope`` holds the fields that all members share: what an event of an unknown type can still offer.
    """

    by: str
    members: tuple[tuple[str, str], ...]
    envelope: tuple[Field, ...]


@frozen
class Group:
    """One module of models."""

    models: list[Model]
    enums: list[Enum]


@frozen
class Api:
    name: str
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    operations: tuple[Operation, ...]
    events: EventUnion | None
    secret_fields: tuple[str, ...]
    secret_request_fields: tuple[str, ...]
    documentation_only: tuple[str, ...] = ()
    removed: tuple[RemovedOperation, ...] = ()

    @cached_property
    def homes(self) -> dict[str, str]:
        """Every model and enumeration -> its module."""
        return {model.name: model.group for model in self.models} | {
            enum.name: enum.group for enum in self.enums
        }

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The modules by name, sorted, with what they hold in the order of the whole."""
        found = {name: Group([], []) for name in sorted(set(self.homes.values()))}
        for model in self.models:
            found[model.group].models.append(model)
        for enum in self.enums:
            found[enum.group].enums.append(enum)
        return found

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.name == name)
