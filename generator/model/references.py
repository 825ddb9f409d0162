"""Follows ``$ref`` within an OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.refusal import Refusal

SCHEMAS = "#/components/schemas/"

# Beside $ref these would change the type, and OpenAPI 3.0 and 3.1 disagree on whether they count.
_SHAPING = (
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "allOf",
    "oneOf",
    "anyOf",
    "additionalProperties",
)


def resolve(node: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Follow any number of references from ``node``. Raises ``Refusal`` for a remote or broken one."""
    seen: set[str] = set()
    while "$ref" in node:
        target = str(node["$ref"])
        if target in seen:
            raise Refusal(place, f"{target} refers to itself", "break the cycle")
        seen.add(target)
        node = lookup(target, document, place)
    return node


def resolve_in(
    section: str, node: Mapping[str, Any], document: Mapping[str, Any], place: str
) -> Mapping[str, Any]:
    """Follow references into one section of components, such as ``responses``."""
    target = str(node.get("$ref", ""))
    if target and not target.startswith(f"#/components/{section}/"):
        lookup(target, document, place)
        raise Refusal(
            place, f"refers to {target}", f"only #/components/{section}/ is supported here: copy it there"
        )
    return resolve(node, document, place)


def lookup(target: str, document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """Return the object at a JSON pointer in fragment form. Raises ``Refusal`` if there is none."""
    if not target.startswith("#/"):
        raise Refusal(place, f"refers to {target}, outside this document", "copy it into components")
    found: Any = document
    for part in target[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, Mapping) or key not in found:
            raise Refusal(place, f"refers to {target}, which does not exist", "fix the reference")
        found = found[key]
    if not isinstance(found, Mapping):
        raise Refusal(place, f"refers to {target}, which is not an object", "fix the reference")
    return found


def inner_context(node: Mapping[str, Any]) -> str | None:
    """Return the key in names.toml of a schema within a component that ``node`` refers to.

    None if it refers to a whole component, empty if the place has no key of its own.
    """
    schema, *steps = str(node["$ref"]).removeprefix(SCHEMAS).split("/")
    if not steps or not str(node["$ref"]).startswith(SCHEMAS):
        return None
    context = schema.replace("~1", "/").replace("~0", "~")
    while steps:
        step = steps.pop(0)
        if step == "properties" and steps:
            context += "." + steps.pop(0).replace("~1", "/").replace("~0", "~")
        elif step == "items":
            context += "Item"
        else:
            return ""
    return context


def schema_name(node: Mapping[str, Any], place: str, *, inside: bool = False) -> str:
    """Return the component that a schema refers to, or is ``inside`` of.

    Raises ``Refusal`` for other targets, and for siblings that change the type.
    """
    target = str(node["$ref"])
    if not target.startswith(SCHEMAS) or ("/" in target.removeprefix(SCHEMAS) and not inside):
        raise Refusal(
            place, f"refers to {target}", "only #/components/schemas/ is supported for schemas: copy it there"
        )
    for keyword in _SHAPING:
        if keyword in node:
            raise Refusal(place, f"has {keyword} beside $ref", "use allOf for both in the overlay")
    return target.removeprefix(SCHEMAS).replace("~1", "/").replace("~0", "~")
