"""Which field of an event class is decoded when it is first read: the one that holds an object."""

from __future__ import annotations

from collections.abc import Mapping

from generator import ir


def late_fields(api: ir.Api) -> Mapping[str, ir.Field | None]:
    """Return the field of each event class, None for an event with several objects or none."""
    if api.events is None:
        return {}
    members = dict.fromkeys(name for _, name in api.events.members)
    return {name: _late_field(api.model(name)) for name in members}


def _late_field(model: ir.Model) -> ir.Field | None:
    objects = [item for item in model.fields if isinstance(_inner(item.type), (ir.ModelRef, ir.ModelUnion))]
    # A hand-written base class may have slots, and Python combines two such bases for no class.
    if len(objects) != 1 or objects[0].default is not ir.NO_DEFAULT or model.base is not None:
        return None
    return objects[0]


def _inner(kind: ir.Type) -> ir.Type:
    return kind.inner if isinstance(kind, ir.Nullable) else kind
