"""Reads JSON schemas into types. An unsupported construct is refused, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from generator import ir
from generator.model.combine import constraining_members, is_combined, merged, own_part
from generator.model.drafts import Drafts, is_model
from generator.model.enumerations import Enumerations
from generator.model.nullability import is_null, is_nullable
from generator.model.references import schema_name
from generator.model.scalars import scalar, type_names
from generator.model.unions import union_of
from generator.refusal import Refusal, pointer
from generator.source.names import Names

# Keywords that determine the members of a value in ways that a class cannot express.
_UNSUPPORTED = ("patternProperties", "prefixItems", "$dynamicRef", "dependentSchemas", "if", "then", "else")
# Limits of types within types, such as lists of lists: each becomes one annotation.
_DEPTH, _SIZE = 80, 1000


@define
class Schemas:
    """Reader of schemas. ``drafts`` and ``enumerations`` fill up as types are asked for."""

    document: Mapping[str, Any]
    names: Names
    drafts: Drafts = field(init=False)
    enumerations: Enumerations = field(init=False)
    _aliases: list[str] = field(factory=list)
    _known: dict[str, ir.Type] = field(factory=dict)
    _depth: int = 0

    def __attrs_post_init__(self) -> None:
        self.drafts = Drafts(self.names, self.document, self._components())
        self.enumerations = Enumerations(self.drafts.labels)

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
            return self._reference(schema_name(schema, place), place)
        if "allOf" in schema:
            return self._all_of(schema, place, context)
        if "oneOf" in schema or "anyOf" in schema:
            return self._union(schema, place, context)
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
                raise Refusal(place, "is an array without items", "declare the items in the overlay")
            return ir.ListOf(self.member_type(schema["items"], place + "/items", context + "Item"))
        if kinds[0] == "object":
            return self._object(schema, place, context)
        return scalar(kinds[0], schema)

    def _untyped(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        if is_null(schema):
            raise Refusal(place, "is always null", "drop it in the overlay")
        if "properties" in schema or "additionalProperties" in schema:
            return self._object(schema, place, context)
        if schema.get("x-free-form") is True:
            return ir.Scalar("json")
        raise Refusal(
            place, "has no type", "give it one in the overlay, or x-free-form: true where any JSON is allowed"
        )

    def _reference(self, schema: str, place: str) -> ir.Type:
        if schema not in self._components():
            raise Refusal(
                place,
                f"refers to #/components/schemas/{_escaped(schema)}, which does not exist",
                "add the schema or fix the reference",
            )
        body, at = self._components()[schema], _place(schema)
        if not is_model(body):
            return self._alias(schema, body, at)
        if "discriminator" in body and not _is_union(body):
            return self._children(schema, body, at)
        return self.drafts.component(schema, merged(body, self.document, at), at)

    def _alias(self, schema: str, body: Any, at: str) -> ir.Type:
        """Return the type of a component that does not become a class: a scalar, a list, a map or a union."""
        if schema in self._aliases:
            raise Refusal(at, "contains itself without an object in between", "put it into a property")
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
            return self.drafts.inline(merged(schema, self.document, place), place, context)
        members = constraining_members(schema)
        if members:
            number, member = members[0]
            return self.type_of(member, f"{place}/allOf/{number}", context)
        return self.type_of(own_part(schema), place, context)

    def _union(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        if "properties" in schema or ("oneOf" in schema and "anyOf" in schema):
            raise Refusal(place, f"declares more beside {keyword}", "spell the members out in the overlay")
        members = [member for member in schema[keyword] if not is_null(member)]
        types = [
            self.type_of(member, f"{place}/{keyword}/{number}", f"{context}Option{number + 1}")
            for number, member in enumerate(members)
        ]
        return self._union_of(types, schema, place)

    def _union_of(self, types: list[ir.Type], schema: Mapping[str, Any], place: str) -> ir.Type:
        return union_of(types, schema.get("discriminator"), self.drafts.public, self.drafts.bodies, place)

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
