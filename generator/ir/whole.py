"""One API, complete."""

from __future__ import annotations

from attrs import frozen

from .models import Enum, Field, Model
from .operations import Operation, RemovedOperation


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
    removed: tuple[RemovedOperation, ...] = ()

    def model(self, name: str) -> Model:
        return next(model for model in self.models if model.name == name)
