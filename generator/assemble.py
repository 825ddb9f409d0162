"""Puts an ``Api`` together: reads all of a specification and decides what only the whole can tell.

Which way a model travels, which module it lives in, how enumerations are called, which fields are secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define, evolve, field

from . import ir
from .document import Specification
from .naming import snake
from .operations import Operations
from .refusal import Refusal
from .schemas import Draft, EnumUse, Schemas

EVENTS_GROUP = "events"
SHARED_GROUP = "common"


def assemble(specification: Specification) -> ir.Api:
    """The whole API as the emitters see it. Names that are new are noted in ``specification.names``."""
    schemas = Schemas(specification.document, specification.names)
    schemas.read_components()
    operations_reader = Operations(specification.document, specification.names, schemas)
    operations = operations_reader.read()
    union = _event_union(operations_reader.event_union, schemas)
    enums = _name_enums(schemas, specification)
    whole = _Whole(schemas.models, enums, _tags(specification.document))
    whole.walk(operations, union)
    models = whole.models(union)
    return ir.Api(
        name=specification.directory.name,
        models=models,
        enums=whole.used_enums(),
        operations=tuple(whole.rename_operation(operation) for operation in operations),
        events=_events(union, models, {enum.name: enum for enum in enums.values()}),
        secret_fields=_secret_names(models),
        documentation_only=tuple(operations_reader.documentation_only),
    )


def _secret_names(models: tuple[ir.Model, ...]) -> tuple[str, ...]:
    """Names that are secret wherever they stand: ``sessionId`` is one model's secret and every other model's key."""
    secret = {f.wire for model in models for f in model.fields if f.secret}
    plain = {f.wire for model in models for f in model.fields if not f.secret}
    return tuple(sorted(secret - plain))


def _tags(document: Mapping[str, Any]) -> dict[str, str]:
    from .operations import HTTP_METHODS, derived_id

    return {
        str(body.get("operationId") or derived_id(method, path)): snake(
            str((body.get("tags") or ["general"])[0])
        )
        for path, item in document.get("paths", {}).items()
        for method, body in item.items()
        if method in HTTP_METHODS
    }


def _event_union(found: list[tuple[str, Any]], schemas: Schemas) -> tuple[ir.ModelRef, ...]:
    if not found:
        return ()
    place, schema = found[0]
    members = [
        schemas.type_of(member, f"{place}/oneOf/{n}", "Event") for n, member in enumerate(schema["oneOf"])
    ]
    for member in members:
        if not isinstance(member, ir.ModelRef):
            raise Refusal(place, "has a member that is no object", "an event is an object with a type")
    return tuple(member for member in members if isinstance(member, ir.ModelRef))


def _name_enums(schemas: Schemas, specification: Specification) -> dict[str, ir.Enum]:
    """Every place with known values -> its enumeration; places with the same values share one."""
    same: dict[tuple[str, ...], list[EnumUse]] = {}
    for use in sorted(schemas.enum_uses, key=lambda use: use.key):
        same.setdefault(tuple(sorted(map(str, use.values))), []).append(use)
    enums: dict[str, ir.Enum] = {}
    taken = {draft.name: draft.pointer for draft in schemas.models.values()}
    for uses in sorted(same.values(), key=lambda uses: uses[0].key):
        named = next((use for use in uses if specification.names.get("enums", use.key)), uses[0])
        name = specification.names.published("enums", named.key, named.default_name)
        if name in taken:
            raise Refusal(
                named.pointer,
                f"its name {name} is taken by {taken[name]}",
                f'give it another under [enums] in {specification.names.source}: "{named.key}" = "..."',
            )
        taken[name] = named.pointer
        enum = ir.Enum(name, SHARED_GROUP, named.values, named.doc)
        enums.update({use.key: enum for use in uses})
    return enums


@define
class _Whole:
    """One walk over everything that operations and events reach."""

    drafts: Mapping[str, Draft]
    enums: Mapping[str, ir.Enum]
    tags: Mapping[str, str]
    sent: set[str] = field(factory=set)
    received: set[str] = field(factory=set)
    used_by: dict[str, set[str]] = field(factory=dict)
    enum_users: dict[str, set[str]] = field(factory=dict)

    def walk(self, operations: Iterable[ir.Operation], union: tuple[ir.ModelRef, ...]) -> None:
        for operation in operations:
            tag = self.tags[operation.id]
            for parameter in operation.parameters:
                self._visit(parameter.type, tag, set())
            if operation.body is not None:
                self._visit(operation.body.type, tag, self.sent)
            for kind in (operation.answer.type, operation.paging.item if operation.paging else None):
                if kind is not None:
                    self._visit(kind, tag, self.received)
        for member in union:
            self._visit(member, EVENTS_GROUP + "!", self.received)
        for name in self.drafts:
            if name not in self.used_by:
                self._visit(ir.ModelRef(name), SHARED_GROUP, self.received)

    def _visit(self, kind: ir.Type, tag: str, direction: set[str]) -> None:
        if isinstance(kind, ir.EnumRef):
            self.enum_users.setdefault(kind.name, set()).add(tag)
        for inner in inner_types(kind):
            self._visit(inner, tag, direction)
        if not isinstance(kind, ir.ModelRef):
            return
        users = self.used_by.setdefault(kind.name, set())
        if tag in users and kind.name in direction:
            return
        users.add(tag)
        direction.add(kind.name)
        for item in self.drafts[kind.name].fields:
            self._visit(item.type, tag, direction)

    def _group(self, users: set[str]) -> str:
        """The one tag that uses a model; several make it shared; what only events use lives with the events."""
        tags = {user for user in users if not user.endswith("!")}
        if not tags:
            return EVENTS_GROUP
        return next(iter(tags)) if len(tags) == 1 else SHARED_GROUP

    def models(self, union: tuple[ir.ModelRef, ...]) -> tuple[ir.Model, ...]:
        exact = {member.name for member in union}
        discriminator = _discriminator(union, self.drafts) if union else None
        return tuple(
            ir.Model(
                name=draft.name,
                schema=draft.schema,
                pointer=draft.pointer,
                group=self._group(self.used_by[draft.name]),
                doc=draft.doc,
                fields=tuple(
                    self._exact(self._rename_field(f))
                    if draft.name in exact and f.wire == discriminator
                    else self._rename_field(f)
                    for f in draft.fields
                ),
                sent=draft.name in self.sent,
                received=draft.name in self.received,
            )
            for draft in sorted(self.drafts.values(), key=lambda draft: draft.name)
        )

    def _exact(self, item: ir.Field) -> ir.Field:
        return (
            evolve(item, type=ir.Constant(item.type.value, exact=True))
            if isinstance(item.type, ir.Constant)
            else item
        )

    def _rename_field(self, item: ir.Field) -> ir.Field:
        return evolve(item, type=map_type(item.type, self._rename))

    def _rename(self, kind: ir.Type) -> ir.Type:
        return ir.EnumRef(self.enums[kind.name].name) if isinstance(kind, ir.EnumRef) else kind

    def used_enums(self) -> tuple[ir.Enum, ...]:
        users: dict[str, set[str]] = {}
        for key, enum in self.enums.items():
            users.setdefault(enum.name, set()).update(self.enum_users.get(key, set()))
        unique = {enum.name: enum for enum in self.enums.values()}
        return tuple(evolve(unique[name], group=self._group(users[name])) for name in sorted(unique))

    def rename_operation(self, operation: ir.Operation) -> ir.Operation:
        parameters = tuple(evolve(p, type=map_type(p.type, self._rename)) for p in operation.parameters)
        body, answer, paging = operation.body, operation.answer, operation.paging
        if body is not None:
            keywords = body.keywords and tuple(
                evolve(k, field=self._rename_field(k.field)) for k in body.keywords
            )
            body = evolve(body, type=map_type(body.type, self._rename), keywords=keywords)
        if answer.type is not None:
            answer = evolve(answer, type=map_type(answer.type, self._rename))
        if paging is not None:
            paging = evolve(paging, item=map_type(paging.item, self._rename))
        return evolve(operation, parameters=parameters, body=body, answer=answer, paging=paging)


def inner_types(kind: ir.Type) -> tuple[ir.Type, ...]:
    if isinstance(kind, ir.ListOf):
        return (kind.item,)
    if isinstance(kind, ir.MapOf):
        return (kind.value,)
    if isinstance(kind, (ir.ScalarUnion, ir.ModelUnion)):
        return kind.members
    return ()


def map_type(kind: ir.Type, change: Callable[[ir.Type], ir.Type]) -> ir.Type:
    """The type with ``change`` applied to every part of it."""
    if isinstance(kind, ir.ListOf):
        return ir.ListOf(map_type(kind.item, change))
    if isinstance(kind, ir.MapOf):
        return ir.MapOf(map_type(kind.value, change))
    if isinstance(kind, ir.ScalarUnion):
        return ir.ScalarUnion(tuple(map_type(member, change) for member in kind.members))
    return change(kind)


def _discriminator(union: tuple[ir.ModelRef, ...], drafts: Mapping[str, Draft]) -> str:
    """The required property whose known values differ in every member."""
    values: dict[str, list[tuple[str, ...]]] = {}
    for member in union:
        for item in drafts[member.name].fields:
            if item.required and isinstance(item.type, (ir.Constant, ir.EnumRef)):
                known = (item.type.value,) if isinstance(item.type, ir.Constant) else (item.type.name,)
                values.setdefault(item.wire, []).append(known)
    fit = [
        w for w, known in sorted(values.items()) if len(known) == len(union) and len(set(known)) == len(union)
    ]
    if not fit:
        raise Refusal(
            drafts[union[0].name].pointer, "no property tells the events apart", "add one in the overlay"
        )
    return fit[0]


def _events(
    union: tuple[ir.ModelRef, ...], models: tuple[ir.Model, ...], enums: Mapping[str, ir.Enum]
) -> ir.EventUnion | None:
    if not union:
        return None
    by_name = {model.name: model for model in models}
    members = [by_name[member.name] for member in union]
    by = next(f.wire for f in members[0].fields if isinstance(f.type, ir.Constant) and f.type.exact)
    pairs: list[tuple[str, str]] = []
    for model in members:
        kind = next(f for f in model.fields if f.wire == by).type
        if isinstance(kind, ir.Constant):
            pairs.append((kind.value, model.name))
        elif isinstance(kind, ir.EnumRef):
            pairs.extend((str(value), model.name) for value in enums[kind.name].values)
    shared = {f.wire for f in members[0].fields}.intersection(*({f.wire for f in m.fields} for m in members))
    envelope = tuple(f for f in members[0].fields if f.wire in shared)
    return ir.EventUnion(by, tuple(sorted(pairs)), envelope)
