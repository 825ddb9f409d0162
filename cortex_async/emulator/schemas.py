"""The spec's schemas as JSON Schema validators.

OpenAPI 3.0 differs from JSON Schema in ``nullable``; 3.1 is JSON Schema. Responses and events are checked
against the spec as it is; requests may also contain null where the spec's prose gives null a meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cortex_async.emulator.openapi import constants
from cortex_async.emulator.records import Record, is_list, is_object

if TYPE_CHECKING:
    import jsonschema_rs

_BASE_URI = "urn:cortex"
_DEFINITIONS = f"{_BASE_URI}#/$defs/"
_REFERENCE = "#/components/schemas/"

NULL_HAS_MEANING: Mapping[str, frozenset[str]] = {
    "CreateSanctionRequest": frozenset({"endAt"}),  # "null = permanent"
    "UpdateSanctionRequest": frozenset({"endAt"}),
    "CreateSessionRequest": frozenset({"idleTimeout"}),  # "0 or null means no auto-stop"
    "CreateApiKey": frozenset({"projectId", "expiresAt"}),  # "null = all projects", never expires
}
"""Request fields that accept null although their schema does not declare it."""


class Schema:
    """One schema of the spec, compiled on first use."""

    def __init__(self, schemas: Schemas, declared: Record) -> None:
        self._schemas = schemas
        self.declared = declared

    @cached_property
    def _validator(self) -> jsonschema_rs.Draft202012Validator:
        return self._schemas.validator(convert(self.declared))

    def accepts(self, value: object) -> bool:
        return self._validator.is_valid(value)

    def errors(self, value: object) -> Iterable[jsonschema_rs.ValidationError]:
        return self._validator.iter_errors(value)

    def violation(self, value: object) -> str | None:
        """Where and why a value violates the schema, without showing the value. None if it is valid."""
        for error in self.errors(value):
            where = "/".join(str(step) for step in error.instance_path)
            return f"/{where}: {error.kind.name} ({'/'.join(str(step) for step in error.schema_path)})"
        return None

    def property(self, path: Iterable[str | int]) -> Record:
        """The schema of a nested value, for error messages. Empty if the spec declares nothing."""
        schema = self._schemas.resolve(self.declared)
        for step in path:
            part = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
            schema = self._schemas.resolve(part or {})
        return schema


class Schemas:
    """The spec's named schemas."""

    def __init__(self, declared: Mapping[str, Record]) -> None:
        self._declared = declared

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        definitions = {
            name: convert(schema, NULL_HAS_MEANING.get(name, frozenset()))
            for name, schema in self._declared.items()
        }
        registry: jsonschema_rs.Registry = _library().Registry([(_BASE_URI, {"$defs": definitions})])
        return registry

    def validator(self, converted: Record) -> jsonschema_rs.Draft202012Validator:
        compiled: jsonschema_rs.Draft202012Validator = _library().Draft202012Validator(
            converted, registry=self._registry, validate_formats=True
        )
        return compiled

    def compile(self, declared: Record | None) -> Schema | None:
        return None if declared is None else Schema(self, declared)

    def named(self, name: str) -> Schema:
        return Schema(self, {"$ref": _REFERENCE + name})

    def resolve(self, declared: Record) -> Record:
        """Follow references, merge ``allOf``, and look through a union with null."""
        while True:
            members = [one for key in ("oneOf", "anyOf") for one in declared.get(key, ())]
            described = [one for one in members if one != {"type": "null"}]
            if "$ref" in declared:
                declared = self._declared[declared["$ref"].rsplit("/", 1)[1]]
            elif "allOf" in declared:
                declared = self._merged(declared)
            elif len(described) == 1:
                declared = described[0]
            else:
                return declared

    def _merged(self, declared: Record) -> Record:
        """One schema with the properties of ``declared`` and all its ``allOf`` members."""
        parts = [self.resolve(part) for part in declared["allOf"]]
        parts.append({key: value for key, value in declared.items() if key != "allOf"})
        whole: Record = {}
        for part in parts:
            properties = {**whole.get("properties", {}), **part.get("properties", {})}
            required = [*whole.get("required", ()), *part.get("required", ())]
            whole = {**whole, **part}
            whole |= {"properties": properties} if properties else {}
            whole |= {"required": required} if required else {}
        return whole

    def events(self, names: Iterable[str]) -> dict[str, Schema]:
        """The envelope schema of every event type."""
        return {
            type_: self.named(name)
            for name in names
            for type_ in constants(self.named(name).property(["type"]))
        }


def require_library() -> None:
    """Check that jsonschema-rs is installed. Raises ``ImportError`` with the command that installs it."""
    _library()


def _library() -> Any:
    try:
        import jsonschema_rs
    except ImportError as missing:
        raise ImportError(
            "the emulator needs jsonschema-rs to check requests: pip install 'odin-cortex[emulator]'"
        ) from missing
    return jsonschema_rs


def convert(schema: Any, nullable: frozenset[str] = frozenset()) -> Any:
    """Convert an OpenAPI 3.0 schema to JSON Schema 2020-12.

    Properties named in ``nullable`` also accept null.
    """
    if is_list(schema):
        return [convert(part) for part in schema]
    if not is_object(schema):
        return schema
    converted = {key: convert(part) for key, part in schema.items()}
    if isinstance(converted.get("$ref"), str):
        converted["$ref"] = converted["$ref"].replace(_REFERENCE, _DEFINITIONS)
    if converted.get("nullable") is True:
        converted = _or_null(converted)
    for name in nullable & converted.get("properties", {}).keys():
        converted["properties"][name] = _or_null(converted["properties"][name])
    return converted


def _or_null(schema: Record) -> Record:
    if "enum" in schema or not isinstance(schema.get("type"), str):
        return {"anyOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}
