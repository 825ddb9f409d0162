"""Assembles an ``Api``: reads a whole specification and decides what depends on all of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import evolve, frozen

from generator import ir
from generator.model.defaults import checked_default
from generator.model.directions import Directions
from generator.model.drafts import Draft
from generator.model.events import discriminator, event_union, members_of
from generator.model.operations import Operations, is_documentation, walk
from generator.model.readers import READERS
from generator.model.schemas import Schemas
from generator.refusal import Refusal, pointer_below, refusing_depth
from generator.source import published
from generator.source.specification import Specification


def assemble(specification: Specification, *, settle: bool = True) -> ir.Api:
    """Read the whole API. New and removed names are recorded in ``specification.names``.

    ``settle`` is False for an older document, which may lack operations and fields that names.toml has.
    """
    with refusing_depth(str(specification.path)):
        return _assemble(specification, settle)


def _assemble(specification: Specification, settle: bool) -> ir.Api:
    document, names, earlier = specification.document, specification.names, specification.published
    components = document.get("components", {}).get("schemas", {})
    routes = _routes(document)
    published.bring_back_operations(names, routes)
    if settle:
        published.settle_operations(names, earlier, routes, components, specification.until)
    api = _read(specification)
    if settle:
        published.refuse_strays(names, earlier, api, components)
        published.settle_fields(names, earlier, api, specification.until)
    return evolve(api, models=_with_removed(api, specification), removed=_removed(specification))


def _routes(document: Mapping[str, Any]) -> dict[str, str]:
    return {
        operation_id: published.route(method, path)
        for operation_id, method, path, body, _ in walk(document)
        if not is_documentation(body)
    }


def _read(specification: Specification) -> ir.Api:
    schemas = Schemas(specification.document, specification.names, specification.published)
    schemas.read_components()
    reader = Operations(specification.document, specification.names, schemas, specification.published)
    operations = reader.read()
    events = members_of(reader.event_union, schemas)
    _refuse_unknown_events(operations, events)
    return _Assembly(schemas, specification, operations, events).api(tuple(reader.documentation_only))


def _refuse_unknown_events(operations: tuple[ir.Operation, ...], events: tuple[ir.ModelRef, ...]) -> None:
    for operation in operations:
        if operation.response.kind == "events" and not events:
            raise Refusal(
                operation.pointer,
                "streams events that the spec does not describe",
                "add an x-documentation-only operation whose response is oneOf of them in the overlay",
            )


@frozen
class _Assembly:
    schemas: Schemas
    specification: Specification
    operations: tuple[ir.Operation, ...]
    events: tuple[ir.ModelRef, ...]

    def api(self, documentation_only: tuple[str, ...]) -> ir.Api:
        drafts = self.schemas.drafts.models
        places = {draft.name: draft.pointer for draft in drafts.values()}
        enums = self.schemas.enumerations.named(
            self.specification.names, self.specification.published.enums, places
        )
        directions = Directions(drafts)
        directions.walk(self.operations, self.events)
        by = discriminator(self.events, drafts) if self.events else ""
        exact = {member.name: by for member in self.events}
        models = tuple(
            evolve(
                _model(drafts[name], directions, enums, exact.get(name)),
                base=self.specification.names.base(drafts[name].schema),
            )
            for name in sorted(drafts)
        )
        places_of: dict[str, list[str]] = {}
        for key, enum in sorted(enums.items()):
            places_of.setdefault(enum.name, []).append(key)
        unique = {enum.name: enum for enum in enums.values()}
        return ir.Api(
            name=self.specification.directory.name,
            models=models,
            enums=tuple(
                evolve(unique[name], keys=tuple(keys), group=directions.enum_group(keys))
                for name, keys in sorted(places_of.items())
            ),
            operations=tuple(
                _with_enums(operation, enums, directions.received) for operation in self.operations
            ),
            events=event_union(self.events, by, models, unique),
            secret_fields=_secret_names(models),
            secret_request_fields=_secret_names(tuple(model for model in models if model.sent)),
            documentation_only=documentation_only,
            notes=tuple(self.schemas.notes),
        )


def _model(draft: Draft, directions: Directions, enums: Mapping[str, ir.Enum], by: str | None) -> ir.Model:
    """Complete a draft. ``by`` is the property that tells this event from others, if the model is one."""
    sent, received = draft.name in directions.sent, draft.name in directions.received
    return ir.Model(
        name=draft.name,
        schema=draft.schema,
        pointer=draft.pointer,
        group=directions.group(draft.name),
        doc=draft.doc,
        fields=tuple(
            _field(f, enums, draft.pointer, sent=sent, received=received, exact=f.wire == by)
            for f in draft.fields
        ),
        sent=sent,
        received=received,
        extra=draft.extra and _enum_named(draft.extra, enums),
        readers=draft.readers,
    )


def _field(
    item: ir.Field, enums: Mapping[str, ir.Enum], place: str, *, sent: bool, received: bool, exact: bool
) -> ir.Field:
    """Return a field with its final names.

    What only the other side sends is optional for this one. The server applies the defaults of requests.
    """
    kind = _enum_named(item.type, enums)
    if exact and isinstance(kind, ir.Constant):
        kind = evolve(kind, exact=True)
    absent = (item.given_by == "server" and sent) or (item.given_by == "caller" and received)
    item = evolve(item, type=kind, required=item.required and not absent)
    at = pointer_below(place, "properties", item.wire)
    return evolve(item, default=ir.NO_DEFAULT if sent else checked_default(item, at))


def _enum_named(kind: ir.Type, enums: Mapping[str, ir.Enum]) -> ir.Type:
    """Replace the key in each ``EnumRef`` with the name of its enumeration."""
    return ir.map_type(kind, lambda k: evolve(k, name=enums[k.name].name) if isinstance(k, ir.EnumRef) else k)


def _with_enums(
    operation: ir.Operation, enums: Mapping[str, ir.Enum], received: Container[str]
) -> ir.Operation:
    body, response, paging = operation.body, operation.response, operation.paging
    if body is not None:
        keywords = body.keywords and tuple(
            evolve(k, field=evolve(k.field, type=_enum_named(k.field.type, enums))) for k in body.keywords
        )
        extra = body.extra and _enum_named(body.extra, enums)
        shared = isinstance(body.type, ir.ModelRef) and body.type.name in received
        body = evolve(body, type=_enum_named(body.type, enums), keywords=keywords, extra=extra, shared=shared)
    choices = tuple(evolve(c, type=c.type and _enum_named(c.type, enums)) for c in response.choices)
    return evolve(
        operation,
        parameters=tuple(evolve(p, type=_enum_named(p.type, enums)) for p in operation.parameters),
        body=body,
        response=evolve(response, type=response.type and _enum_named(response.type, enums), choices=choices),
        paging=paging and evolve(paging, item=_enum_named(paging.item, enums)),
    )


def _secret_names(models: tuple[ir.Model, ...]) -> tuple[str, ...]:
    """Return the JSON names that are secret in all of these models.

    A name such as ``sessionId`` may be a secret in one model and an ordinary id in others.
    """
    secret = {f.wire for model in models for f in model.fields if f.secret}
    plain = {f.wire for model in models for f in model.fields if not f.secret}
    return tuple(sorted(secret - plain))


def _with_removed(api: ir.Api, specification: Specification) -> tuple[ir.Model, ...]:
    gone: dict[str, list[ir.RemovedField]] = {}
    for key, entry in sorted(specification.names.removed("fields").items()):
        schema, _, wire = key.rpartition(".")
        if specification.still_kept(entry["until"]):
            gone.setdefault(schema, []).append(ir.RemovedField(entry["name"], wire, entry["until"]))
    return tuple(
        evolve(model, removed=_without_clash(model, gone.get(model.schema, ()))) for model in api.models
    )


def _without_clash(
    model: ir.Model, removed: list[ir.RemovedField] | tuple[()]
) -> tuple[ir.RemovedField, ...]:
    taken = {f.name for f in model.fields} | set(READERS if model.readers else ())
    return tuple(item for item in removed if model.received and item.name not in taken)


def _removed(specification: Specification) -> tuple[ir.RemovedOperation, ...]:
    found: list[ir.RemovedOperation] = []
    for operation_id, entry in sorted(specification.names.removed("operations").items()):
        if specification.still_kept(entry["until"]):
            scope, resource, method = entry["name"].split(".")
            found.append(ir.RemovedOperation(operation_id, scope, resource, method, entry["until"]))
    return tuple(found)
