"""Follows ``$ref`` inside one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .refusal import Refusal


def resolve(node: Mapping[str, Any], document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """What ``node`` refers to, over any number of steps, or ``node`` itself. Raises ``Refusal`` for a remote or broken reference."""
    seen: set[str] = set()
    while "$ref" in node:
        target = str(node["$ref"])
        if target in seen:
            raise Refusal(place, f"{target} refers to itself", "break the circle")
        seen.add(target)
        node = _lookup(target, document, place)
    return node


def _lookup(target: str, document: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    if not target.startswith("#/"):
        raise Refusal(place, f"refers to {target}, outside this document", "copy it into components")
    found: Any = document
    for part in target[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, Mapping) or key not in found:
            raise Refusal(place, f"refers to {target}, which does not exist", "mend the reference")
        found = found[key]
    if not isinstance(found, Mapping):
        raise Refusal(place, f"refers to {target}, which is no object", "mend the reference")
    return found
