"""Whether null may stand somewhere: ``nullable`` of OpenAPI 3.0, and the ways of 3.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.references import resolve

# What says something about a schema without saying anything about its values.
_ANNOTATIONS = frozenset(
    {
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
    """A member of a union that stands for null alone."""
    if not isinstance(schema, Mapping):
        return False
    return schema.get("type") in ("null", ["null"]) or ("const" in schema and schema["const"] is None)


def states_nothing(schema: Mapping[str, Any]) -> bool:
    """Only annotations: a member of allOf that adds a description or ``nullable``."""
    return all(key in _ANNOTATIONS or key.startswith("x-") for key in schema)


def is_nullable(schema: Any, document: Mapping[str, Any]) -> bool:
    """``nullable``, a type list or an enum with null, a null member of a union, or the same behind a reference."""
    return _is_nullable(schema, document, {})


def _is_nullable(schema: Any, document: Mapping[str, Any], known: dict[str, bool]) -> bool:
    """``known`` says what is behind each reference, so that each is followed once; False while it is being followed."""
    if not isinstance(schema, Mapping):
        return False
    stated = schema.get("type")
    if schema.get("nullable") is True or (isinstance(stated, list) and "null" in stated):
        return True
    if None in schema.get("enum", ()) or is_null(schema):
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
    stating = [member for member in combined if not states_nothing(member)]
    if any(member.get("nullable") is True for member in combined if states_nothing(member)):
        return True
    return bool(stating) and all(_is_nullable(member, document, known) for member in stating)
