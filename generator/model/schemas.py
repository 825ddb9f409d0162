"""Reads JSON schemas into types. What is taken loosely is noted, what contradicts itself is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from generator import ir
from generator.model.combine import intersected, merged, spread
from generator.model.drafts import Drafts
from generator.model.enumerations import Enumerations
from generator.model.kinds import (
    alternatives,
    constraining_members,
    has_more,
    is_combined,
    is_model,
    kind_of,
    own_part,
)
from generator.model.nullability import is_null, is_nullable
from generator.model.references import inner_context, lookup, schema_name
from generator.model.scalars import scalar, type_names
from generator.model.unions import Unions
from generator.refusal import Refusal, pointer
from generator.source.names import Names
from generator.source.published import Published

# Keywords that determine the members of a value in ways that a class cannot express.
_UNSUPPORTED = ("patternProperties", "prefixItems", "$dynamicRef", "dependentSchemas", "if", "then", "else")
_ANYTHING = "taken as free-form JSON"
# Limits of types within types, such as lists of lists: each becomes one annotation.
_DEPTH, _SIZE = 80, 1000


@define
class Schemas:
    """Reader of schemas.

    ``drafts``, ``enumerations`` and ``notes`` fill up as types are asked for.
    """

    document: Mapping[str, Any]
    names: Names
    published: Published
    drafts: Drafts = field(init=False)
    enumerations: Enumerations = field(init=False)
    notes: dict[ir.Note, None] = field(factory=dict)
    _aliases: list[str] = field(factory=list)
    _known: dict[str, ir.Type] = field(factory=dict)
    _depth: int = 0
    _unions: Unions = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.drafts = Drafts(self.names, self.document, self._components(), self.published)
        self.enumerations = Enumerations(self.drafts.labels, self.note)
        self._unions = Unions(self.drafts, self.note)

    def note(self, place: str, text: str) -> None:
        """Record that something is taken loosely."""
        self.notes[ir.Note(place, text)] = None

    def _components(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document.get("components", {}).get("schemas", {})
        return found

    def read_components(self) -> None:
        """Read all components, so that unused ones become models too."""
        for schema in sorted(self._components()):
            self.type_of({"$ref": f"#/components/schemas/{_escaped(schema)}"}, _place(schema), schema)

    def type_of(self, schema: Any, place: str, context: str) -> ir.Type:
        """Return the type of ``schema`` without its nullability.

        ``context`` names inline objects and enums.
        """
        self._refuse_depth(self._depth + 1, place)
        self._depth += 1
        try:
            kind = self._type_of(schema, place, context)
            # Components within components: each of them may be shallow.
            self._refuse_depth(ir.depth(kind), place)
            if self._depth == 1:
                self.drafts.read_fields(self)
        finally:
            self._depth -= 1
        return kind

    def _refuse_depth(self, depth: int, place: str) -> None:
        if depth > _DEPTH:
            raise Refusal(place, f"is nested deeper than {_DEPTH} types", "make an object of one of them")

    def _type_of(self, schema: Any, place: str, context: str) -> ir.Type:
        if not isinstance(schema, Mapping):
            raise Refusal(place, "is not a schema object", "give it a type in the overlay")
        for keyword in _UNSUPPORTED:
            if keyword in schema:
                raise Refusal(place, f"uses {keyword}", "declare a plain schema in the overlay")
        if "$ref" in schema:
            return self._referred(schema, place, context)
        self._note_alternatives(schema, place)
        if alternatives(schema):
            return self._union(schema, place, context)
        if "allOf" in schema:
            return self._all_of(schema, place, context)
        if "const" in schema:
            return self.enumerations.constant(schema["const"], place)
        if "enum" in schema or "x-known-values" in schema:
            return self.enumerations.read(schema, place, context)
        return self._plain(schema, place, context)

    def member_type(self, schema: Any, place: str, context: str) -> ir.Type:
        """Return the type of an item, a member or a whole response, including null."""
        kind = self.type_of(schema, place, context)
        return ir.Nullable(kind) if is_nullable(schema, self.document) else kind

    def _plain(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        kinds = type_names(schema, place)
        if len(kinds) > 1:
            single = [{**schema, "type": kind} for kind in kinds]
            types = [self._plain(one, place, context) for one in single]
            return self._union_of(types, schema, place)
        if not kinds:
            return self._untyped(schema, place, context)
        if kinds[0] == "array":
            if "items" not in schema:
                self.note(place, "is an array without items: its items are taken as free-form JSON")
                return ir.ListOf(ir.Scalar("json"))
            return ir.ListOf(self.member_type(schema["items"], place + "/items", context + "Item"))
        if kinds[0] == "object":
            return self._object(schema, place, context)
        return scalar(kinds[0], schema)

    def _untyped(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        if "properties" in schema or "additionalProperties" in schema:
            return self._object(schema, place, context)
        if "items" in schema:
            return self._plain({**schema, "type": "array"}, place, context)
        if schema.get("x-free-form") is not True:
            self.note(place, f"{'is always null' if is_null(schema) else 'has no type'}: {_ANYTHING}")
        return ir.Scalar("json")

    def _note_alternatives(self, schema: Mapping[str, Any], place: str) -> None:
        taken = (alternatives(schema) or ("",))[0]
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema and keyword != taken:
                why = f"beside {taken}" if taken else "that only restricts it"
                self.note(place, f"has {keyword} {why}: left to the server")

    def _referred(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        inner = inner_context(schema)
        if inner is None:
            return self._reference(schema_name(schema, place), place)
        schema_name(schema, place, inside=True)
        target = str(schema["$ref"])
        if target in self._aliases:
            self.note(target, f"contains itself without an object in between: {_ANYTHING} there")
            return ir.Scalar("json")
        self._aliases.append(target)
        kind = self.type_of(lookup(target, self.document, place), target, inner or context)
        self._aliases.pop()
        return kind

    def _reference(self, schema: str, place: str) -> ir.Type:
        if schema not in self._components():
            raise Refusal(
                place,
                f"refers to #/components/schemas/{_escaped(schema)}, which does not exist",
                "add the schema or fix the reference",
            )
        body, at = self._components()[schema], _place(schema)
        if not is_model(body, self.document, at):
            return self._alias(schema, body, at)
        if "discriminator" in body and not _is_union(body):
            return self._children(schema, body, at)
        self._note_alternatives(body, at)
        return self.drafts.component(schema, merged(body, self.document, at), at)

    def _alias(self, schema: str, body: Any, at: str) -> ir.Type:
        """Return the type of a component that does not become a class: a scalar, a list, a map or a union."""
        if schema in self._aliases:
            self.note(at, f"contains itself without an object in between: {_ANYTHING} there")
            return ir.Scalar("json")
        if schema not in self._known:
            self._aliases.append(schema)
            kind = self.type_of(body, at, schema)
            self._aliases.pop()
            if ir.size(kind) > _SIZE:
                raise Refusal(at, f"expands to over {_SIZE} types", "make an object of a part of it")
            self._known[schema] = kind
        return self._known[schema]

    def _children(self, schema: str, body: Mapping[str, Any], at: str) -> ir.Type:
        """Return the union of all schemas that extend one with a discriminator by allOf."""
        target = f"#/components/schemas/{_escaped(schema)}"
        members = [
            self._reference(name, at)
            for name, other in sorted(self._components().items())
            if isinstance(other, Mapping)
            and any(member.get("$ref") == target for member in other.get("allOf", ()))
        ]
        if not members:
            raise Refusal(at, "has a discriminator but no schema extends it", "drop it in the overlay")
        return self._union_of(members, body, at)

    def _all_of(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        if is_combined(schema):
            return self._combination(schema, place, context)
        members = constraining_members(schema)
        if members:
            number, member = members[0]
            return self.type_of(member, f"{place}/allOf/{number}", context)
        return self.type_of(own_part(schema), place, context)

    def _combination(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        kind = kind_of(schema, self.document, place)
        if kind == "union":
            return self._spread(schema, f"{place}/allOf", context)
        if kind in ("scalar", "array"):
            return self.type_of(intersected(schema, self.document, place), place, context)
        return self.drafts.inline(merged(schema, self.document, place), place, context)

    def _spread(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        types = [
            self.type_of(one, f"{place}/{number}", f"{context}Option{number + 1}")
            for number, one in enumerate(spread(schema, self.document, place))
        ]
        return self._union_of(types, {}, place)

    def _union(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        found = alternatives(schema)
        assert found is not None
        keyword, members = found
        if all(isinstance(member, Mapping) and "const" in member for member in members):
            values = [member["const"] for member in members]
            return self.enumerations.read({**schema, "enum": values}, place, context)
        if has_more(schema):
            return self._spread(schema, f"{place}/{keyword}", context)
        types = [
            self.type_of(member, f"{place}/{keyword}/{number}", f"{context}Option{number + 1}")
            for number, member in enumerate(member for member in members if not is_null(member))
        ]
        return self._union_of(types, schema, place)

    def _union_of(self, types: list[ir.Type], schema: Mapping[str, Any], place: str) -> ir.Type:
        return self._unions.union_of(types, schema.get("discriminator"), place)

    def _object(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        if schema.get("properties"):
            return self.drafts.inline(schema, place, context)
        extra = schema.get("additionalProperties")
        if isinstance(extra, Mapping) and extra:
            return ir.MapOf(self.member_type(extra, place + "/additionalProperties", context + "Value"))
        return ir.FreeForm()


def _is_union(schema: Mapping[str, Any]) -> bool:
    return "oneOf" in schema or "anyOf" in schema


def _escaped(schema: str) -> str:
    return schema.replace("~", "~0").replace("/", "~1")


def _place(schema: str) -> str:
    return pointer("components", "schemas", schema)
