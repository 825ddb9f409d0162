"""Drafts of models: named and with their fields, while direction and module are still unknown."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import define, evolve, field, frozen

from generator import ir
from generator.model.field_names import field_names
from generator.model.kinds import is_model
from generator.model.nullability import is_nullable
from generator.model.readers import EXTRA_FIELD, read_attribute
from generator.naming import class_name, default_schema_names
from generator.refusal import Refusal, pointer
from generator.source.names import Names
from generator.source.published import Published

_ANYTHING = {"x-free-form": True}


class Types(Protocol):
    """The reader that turns the schemas of properties into types."""

    def type_of(self, schema: Any, place: str, context: str) -> ir.Type: ...

    def member_type(self, schema: Any, place: str, context: str) -> ir.Type: ...

    def note(self, place: str, text: str) -> None: ...


@frozen
class Draft:
    """A draft of a model.

    ``schema`` is the name of the component, or the key of an inline object in names.toml.
    """

    name: str
    schema: str
    pointer: str
    doc: str
    fields: tuple[ir.Field, ...]
    extra: ir.Type | None = None
    readers: str = ""


@define
class Drafts:
    """All drafts.

    ``public`` maps schemas and keys of inline objects to public names, ``bodies`` public names to
    schemas.

    ``labels`` names every component, including those that become no class: enumerations are named after
    them.
    """

    names: Names
    document: Mapping[str, Any]
    components: Mapping[str, Any]
    published: Published
    models: dict[str, Draft] = field(factory=dict)
    bodies: dict[str, Mapping[str, Any]] = field(factory=dict)
    public: dict[str, str] = field(factory=dict)
    labels: dict[str, str] = field(init=False)
    _places: dict[str, str] = field(factory=dict)
    _owners: dict[str, str] = field(factory=dict)
    _waiting: deque[str] = field(factory=deque)

    def __attrs_post_init__(self) -> None:
        self.labels = default_schema_names(self.components)
        for schema in sorted(self.components):
            place = pointer("components", "schemas", schema)
            if is_model(self.components[schema], self.document, place):
                self._claim(schema, self.labels[schema], place)

    def _claim(self, key: str, default: str, place: str) -> None:
        name = self.names.published("schemas", key, self.names.free("schemas", default))
        if name in self._owners:
            raise Refusal(
                place,
                f"its public name {name} is taken by {self._owners[name]}",
                f'give it another under [schemas] in {self.names.source}: {key} = "..."',
            )
        self._owners[name] = key
        self.public[key] = self.labels[key] = name
        self._places[key] = place

    def component(self, schema: str, body: Mapping[str, Any], place: str) -> ir.ModelRef:
        return self._draft(schema, body, place)

    def inline(self, body: Mapping[str, Any], place: str, context: str) -> ir.ModelRef:
        """Return the model of an inline object."""
        if context not in self.public:
            self._claim(
                context,
                class_name("".join(part[:1].upper() + part[1:] for part in context.split("."))),
                place,
            )
        elif self._places[context] != place:
            raise Refusal(
                place,
                f"has the same key {context} as {self._places[context]}",
                "make one of them a component in the overlay",
            )
        return self._draft(context, body, place)

    def _draft(self, schema: str, body: Mapping[str, Any], place: str) -> ir.ModelRef:
        name = self.public[schema]
        if name not in self.models:
            doc = str(body.get("description", ""))
            self.models[name] = Draft(name, schema, place, doc, ())
            self.bodies[name] = body
            self._waiting.append(name)
        return ir.ModelRef(name)

    def read_fields(self, types: Types) -> None:
        """Complete the waiting drafts.

        They wait instead of recursing, since chains of schemas may be of any length.
        """
        while self._waiting:
            name = self._waiting.popleft()
            draft, body = self.models[name], self.bodies[name]
            fields = tuple(self._fields(draft.schema, body, draft.pointer, types))
            extra = self._extra(draft.schema, body, draft.pointer, types)
            readers = read_attribute(body, fields, extra, draft.pointer)
            self.models[name] = evolve(draft, fields=fields, extra=extra, readers=readers)

    def _fields(self, schema: str, body: Mapping[str, Any], place: str, types: Types) -> list[ir.Field]:
        properties, required = body["properties"], set(body.get("required", ()))
        for wire in sorted(required - set(properties)):
            types.note(
                place, f"requires {wire}, which it does not describe: taken as optional free-form JSON"
            )
        named = field_names(schema, required | set(properties), self.names, self.published)
        fields = [
            evolve(
                self._field(schema, wire, properties.get(wire, _ANYTHING), place, types),
                name=name,
                required=wire in required & set(properties),
            )
            for wire, name in sorted(named.items())
        ]
        self._refuse_twins(fields, place, "additionalProperties" in body)
        return sorted(fields, key=lambda f: (not f.required, f.name != "id", f.name))

    def _field(self, schema: str, wire: str, body: Any, place: str, types: Types) -> ir.Field:
        """Return a field, still without its name and as an optional one."""
        kind = types.type_of(body, f"{place}/properties/{wire}", f"{schema}.{wire}")
        given_by = "caller" if body.get("writeOnly") is True else "both"
        return ir.Field(
            name="",
            wire=wire,
            type=kind,
            required=False,
            nullable=is_nullable(body, self.document),
            doc=str(body.get("description", "")),
            secret=body.get("x-secret") is True or body.get("format") == "password",
            deprecated=body.get("deprecated") is True,
            default=body.get("default", ir.NO_DEFAULT),
            given_by="server" if body.get("readOnly") is True else given_by,
        )

    def _extra(self, schema: str, body: Mapping[str, Any], place: str, types: Types) -> ir.Type | None:
        """Return the type of additionalProperties, or None where the schema does not mention them."""
        declared = body.get("additionalProperties")
        if declared in (None, False):
            return None
        if declared is True or not declared:
            return ir.Scalar("json")
        return types.member_type(declared, f"{place}/additionalProperties", f"{schema}.additionalProperty")

    def _refuse_twins(self, fields: list[ir.Field], place: str, open_ended: bool) -> None:
        seen = {EXTRA_FIELD: "additionalProperties"} if open_ended else {}
        for item in fields:
            if item.name in seen:
                raise Refusal(
                    f"{place}/properties/{item.wire}",
                    f"its name {item.name} is taken by {seen[item.name]}",
                    f"give one of them another name under [fields] in {self.names.source}",
                )
            seen[item.name] = item.wire
