"""Whether a schema allows null: ``nullable`` of OpenAPI 3.0, and the ways of 3.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.references import resolve

# Keywords that do not constrain the values of a schema.
_ANNOTATIONS = frozenset(
    {
        "$anchor",
        "$comment",
        "$id",
        "$schema",
        "$vocabulary",
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "nullable",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)


def is_null(schema: Any) -> bool:
    """Return whether ``schema`` allows null and nothing else."""
    if not isinstance(schema, Mapping):
        return False
    return schema.get("type") in ("null", ["null"]) or ("const" in schema and schema["const"] is None)


def only_annotations(schema: Mapping[str, Any]) -> bool:
    """Return whether ``schema`` has annotations only, such as a description or ``nullable`` in an allOf."""
    return all(key in _ANNOTATIONS or key.startswith("x-") for key in schema)


def is_nullable(schema: Any, document: Mapping[str, Any]) -> bool:
    """Return whether ``schema`` allows null: by ``nullable``, type, enum, union, or behind a reference."""
    return _is_nullable(schema, document, {})


def _is_nullable(schema: Any, document: Mapping[str, Any], known: dict[str, bool]) -> bool:
    """``known`` has the result of each reference followed so far; False while one is being followed."""
    if not isinstance(schema, Mapping):
        return False
    declared = schema.get("type")
    if schema.get("nullable") is True or (isinstance(declared, list) and "null" in declared):
        return True
    if None in (schema.get("enum") or ()) or is_null(schema):
        return True
    if "$ref" in schema:
        target = str(schema["$ref"])
        if target not in known:
            known[target] = False
            known[target] = _is_nullable(resolve(schema, document, target), document, known)
        return known[target]
    union = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    if any(_is_nullable(member, document, known) for member in union):
        return True
    combined = [member for member in schema.get("allOf", ()) if isinstance(member, Mapping)]
    constraining = [member for member in combined if not only_annotations(member)]
    if any(member.get("nullable") is True for member in combined if only_annotations(member)):
        return True
    return bool(constraining) and all(_is_nullable(member, document, known) for member in constraining)
