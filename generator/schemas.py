"""JSON schemas -> types and models of the IR. A construct without a meaning here is refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from . import ir
from .naming import Names, default_schema_names, pascal, snake
from .references import resolve
from .refusal import Refusal, pointer

_FORMATS: dict[tuple[str, str | None], ir.ScalarKind] = {
    ("string", "date-time"): "instant",
    ("string", "date"): "date",
    ("string", "binary"): "binary",
    ("string", "byte"): "str",
    ("integer", None): "int",
    ("number", None): "float",
    ("boolean", None): "bool",
    ("string", None): "str",
}
_KNOWN_TYPES = frozenset({"string", "integer", "number", "boolean", "array", "object"})


@frozen
class Draft:
    """A model whose direction and group are not known yet."""

    name: str
    schema: str
    pointer: str
    doc: str
    fields: tuple[ir.Field, ...]


@frozen
class EnumUse:
    """One place with a list of known values; ``key`` is its entry in names.toml."""

    key: str
    default_name: str
    values: tuple[str | int, ...]
    doc: str
    pointer: str


@define
class Schemas:
    """Reads every schema once. ``models`` and ``enum_uses`` fill as types are asked for."""

    document: Mapping[str, Any]
    names: Names
    models: dict[str, Draft] = field(factory=dict)
    enum_uses: list[EnumUse] = field(factory=list)
    _public: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        components = self._components()
        defaults = default_schema_names(components)
        self._public = {}
        for schema in sorted(components):
            name = self.names.published("schemas", schema, self._free_name(defaults[schema]))
            self._claim(name, schema)

    def _components(self) -> dict[str, Any]:
        return dict(self.document.get("components", {}).get("schemas", {}))

    def _free_name(self, name: str) -> str:
        """A new schema never takes a published name away."""
        while name in self.names.taken("schemas"):
            name += "_"
        return name

    def _claim(self, name: str, schema: str) -> None:
        for other, taken in self._public.items():
            if taken == name:
                raise Refusal(
                    pointer("components", "schemas", schema),
                    f"its public name {name} is taken by {other}",
                    f'give it another under [schemas] in {self.names.source}: {schema} = "..."',
                )
        self._public[schema] = name

    def read_components(self) -> None:
        for schema in sorted(self._components()):
            self.type_of(
                {"$ref": f"#/components/schemas/{schema}"}, pointer("components", "schemas", schema), schema
            )

    def public_name(self, schema: str) -> str:
        return self._public[schema]

    def type_of(self, schema: Any, place: str, context: str) -> ir.Type:
        """The type of ``schema`` without its nullability. ``context`` names what an inline object or enum belongs to."""
        if not isinstance(schema, Mapping):
            raise Refusal(place, "is not a schema object", "give it a type in the overlay")
        if "$ref" in schema:
            return self._reference(str(schema["$ref"]), place)
        if "allOf" in schema:
            return self._all_of(schema, place, context)
        if "oneOf" in schema or "anyOf" in schema:
            return self._union(schema, place, context)
        if "const" in schema:
            return (
                ir.Constant(str(schema["const"]), exact=False)
                if isinstance(schema["const"], str)
                else ir.Scalar("json")
            )
        if "enum" in schema or "x-known-values" in schema:
            return self._enum(schema, place, context)
        return self._plain(schema, place, context)

    def _plain(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        kind = type_name(schema, place)
        if kind is None:
            return self._untyped(schema, place, context)
        if kind == "array":
            if "items" not in schema:
                raise Refusal(place, "is an array without items", "state the items in the overlay")
            return ir.ListOf(self.type_of(schema["items"], place + "/items", context + "Item"))
        if kind == "object":
            return self._object(schema, place, context)
        return ir.Scalar(_FORMATS.get((kind, schema.get("format"))) or _FORMATS[(kind, None)])

    def _untyped(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        if "properties" in schema or "additionalProperties" in schema:
            return self._object(schema, place, context)
        if schema.get("x-free-form") is True:
            return ir.Scalar("json")
        raise Refusal(
            place,
            "states no type",
            "give it one in the overlay, or x-free-form: true where any JSON may stand",
        )

    def _reference(self, target: str, place: str) -> ir.Type:
        prefix = "#/components/schemas/"
        if not target.startswith(prefix):
            raise Refusal(
                place,
                f"refers to {target}",
                "only #/components/schemas/ is supported for schemas: copy it there",
            )
        schema = target.removeprefix(prefix).replace("~1", "/").replace("~0", "~")
        if schema not in self._public:
            raise Refusal(
                place, f"refers to {target}, which does not exist", "add the schema or mend the reference"
            )
        body = self._components()[schema]
        if not _is_model(body):
            return self.type_of(body, pointer("components", "schemas", schema), schema)
        name = self._public[schema]
        if name not in self.models:
            self._model(
                name, schema, _merged(body, self.document, place), pointer("components", "schemas", schema)
            )
        return ir.ModelRef(name)

    def _all_of(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        members = schema["allOf"]
        if len(members) == 1 and "properties" not in schema:
            return self.type_of(members[0], f"{place}/allOf/0", context)
        return self._inline_model(_merged(schema, self.document, place), place, context)

    def _union(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        members = [member for member in schema[keyword] if not is_null(member)]
        types = tuple(
            self.type_of(member, f"{place}/{keyword}/{number}", f"{context}Option{number + 1}")
            for number, member in enumerate(members)
        )
        if len(types) == 1:
            return types[0]
        models = tuple(kind for kind in types if isinstance(kind, ir.ModelRef))
        if not models:
            return ir.ScalarUnion(tuple(dict.fromkeys(types)))
        if len(models) != len(types):
            raise Refusal(
                place, "mixes objects with other kinds", "split it in the overlay: no rule tells them apart"
            )
        return self._model_union(schema, models, place)

    def _model_union(
        self, schema: Mapping[str, Any], members: tuple[ir.ModelRef, ...], place: str
    ) -> ir.ModelUnion:
        discriminator = schema.get("discriminator")
        if discriminator:
            by = str(discriminator["propertyName"])
            mapping = discriminator.get("mapping", {})
            targets: dict[str, list[str]] = {}
            for value, target in sorted(mapping.items()):
                targets.setdefault(self._public.get(str(target).rpartition("/")[2], ""), []).append(value)
            schemas = {name: schema for schema, name in self._public.items()}
            keys = tuple(tuple(targets.get(member.name) or [schemas[member.name]]) for member in members)
            return ir.ModelUnion(members, by, keys)
        return ir.ModelUnion(
            members, None, tuple((self._own_property(member, members, place),) for member in members)
        )

    def _own_property(self, member: ir.ModelRef, members: tuple[ir.ModelRef, ...], place: str) -> str:
        others = {f.wire for other in members if other != member for f in self.models[other.name].fields}
        own = sorted(f.wire for f in self.models[member.name].fields if f.required and f.wire not in others)
        if not own:
            raise Refusal(
                place,
                f"nothing tells {member.name} from the other members",
                "add a discriminator in the overlay",
            )
        return own[0]

    def _enum(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        values = tuple(value for value in schema.get("enum") or schema["x-known-values"] if value is not None)
        if not values or not (all(isinstance(v, str) for v in values) or all(type(v) is int for v in values)):
            raise Refusal(
                place,
                "is an enum of other kinds than strings or integers",
                "state a plain type in the overlay",
            )
        if len(values) == 1 and isinstance(values[0], str):
            return ir.Constant(values[0], exact=False)
        owner, _, prop = context.partition(".")
        default = self._public.get(owner, pascal(owner)) + pascal(prop)
        use = EnumUse(context, default, values, str(schema.get("description", "")), place)
        self.enum_uses.append(use)
        return ir.EnumRef(context)

    def _object(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        extra = schema.get("additionalProperties")
        if schema.get("properties"):
            if extra not in (None, False):
                raise Refusal(
                    place, "has both properties and additionalProperties", "keep one of them in the overlay"
                )
            return self._inline_model(schema, place, context)
        if isinstance(extra, Mapping) and extra:
            return ir.MapOf(self.type_of(extra, place + "/additionalProperties", context + "Value"))
        return ir.FreeForm()

    def _inline_model(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        key = context.replace(".", "")
        name = self.names.published("schemas", context, self._free_name(pascal(key)))
        if context not in self._public:
            self._claim(name, context)
        if name not in self.models:
            self._model(name, context, schema, place)
        return ir.ModelRef(name)

    def _model(self, name: str, schema: str, body: Mapping[str, Any], place: str) -> None:
        # Registered before its fields are read, so that a recursive schema finds itself.
        self.models[name] = Draft(name, schema, place, str(body.get("description", "")), ())
        required = set(body.get("required", ()))
        properties = body.get("properties", {})
        fields = [
            self._field(schema, wire, properties[wire], wire in required, place)
            for wire in sorted(properties)
        ]
        self._refuse_twins(fields, place)
        fields.sort(key=lambda f: (not f.required, f.name != "id", f.name))
        self.models[name] = Draft(name, schema, place, str(body.get("description", "")), tuple(fields))

    def _field(self, schema: str, wire: str, body: Any, required: bool, place: str) -> ir.Field:
        where = f"{place}/properties/{wire}"
        kind = self.type_of(body, where, f"{schema}.{wire}")
        name = self.names.get("fields", f"{schema}.{wire}") or snake(wire)
        return ir.Field(
            name=name,
            wire=wire,
            type=kind,
            required=required,
            nullable=is_nullable(body, self.document),
            doc=str(body.get("description", "")),
            secret=body.get("x-secret") is True or body.get("format") == "password",
            deprecated=body.get("deprecated") is True,
            default=body.get("default", ir.NO_DEFAULT),
        )

    def _refuse_twins(self, fields: list[ir.Field], place: str) -> None:
        seen: dict[str, str] = {}
        for item in fields:
            if item.name in seen:
                raise Refusal(
                    f"{place}/properties/{item.wire}",
                    f"its name {item.name} is taken by {seen[item.name]}",
                    f"give one of them another name under [fields] in {self.names.source}",
                )
            seen[item.name] = item.wire


def type_name(schema: Mapping[str, Any], place: str) -> str | None:
    """The one type that is not null; a list of several is refused."""
    stated = schema.get("type")
    kinds = [
        kind for kind in (stated if isinstance(stated, list) else [stated]) if kind not in (None, "null")
    ]
    if len(kinds) > 1:
        raise Refusal(place, f"has several types {kinds}", "state oneOf in the overlay")
    if kinds and kinds[0] not in _KNOWN_TYPES:
        raise Refusal(place, f"has the unknown type {kinds[0]}", f"one of {', '.join(sorted(_KNOWN_TYPES))}")
    return kinds[0] if kinds else None


def is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "null"


def is_nullable(schema: Any, document: Mapping[str, Any]) -> bool:
    """``nullable`` of 3.0; a type list, a null member or an enum with null of 3.1; or the same behind a reference."""
    if not isinstance(schema, Mapping):
        return False
    stated = schema.get("type")
    if (
        schema.get("nullable") is True
        or (isinstance(stated, list) and "null" in stated)
        or None in schema.get("enum", ())
    ):
        return True
    if "$ref" in schema:
        target = resolve(schema, document, "")
        return target is not schema and target.get("nullable") is True
    return any(is_null(member) for member in _members(schema))


def _members(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("oneOf", ())
    yield from schema.get("anyOf", ())


def _is_model(schema: Any) -> bool:
    if not isinstance(schema, Mapping):
        return False
    return bool(schema.get("properties")) or len(schema.get("allOf", ())) > 1


def _merged(schema: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """A schema with the properties of all its ``allOf`` members."""
    if "allOf" not in schema:
        return schema
    properties: dict[str, Any] = {}
    required: list[str] = []
    for number, member in enumerate([*schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}]):
        part = _merged(resolve(member, document, place), document, place)
        for wire, body in part.get("properties", {}).items():
            if wire in properties and properties[wire] != body:
                raise Refusal(
                    f"{place}/allOf/{number}",
                    f"states {wire} a second time, differently",
                    "keep one in the overlay",
                )
            properties[wire] = body
        required.extend(part.get("required", ()))
    return {**schema, "type": "object", "properties": properties, "required": required}
