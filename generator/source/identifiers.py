"""``$id`` and ``$anchor`` of OpenAPI 3.1: references by these names become JSON pointers into the document.

https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.refusal import pointer, pointer_below

_SCHEMAS = ("components", "schemas")


def with_pointers(document: dict[str, Any]) -> dict[str, Any]:
    """Return ``document`` with every reference to an ``$id`` or ``$anchor`` of its schemas as a pointer."""
    known = dict(_named(document))
    return _rewritten(document, known) if known else document


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (reference, pointer) for every ``$id`` and ``$anchor`` in the schemas of components."""
    schemas: Any = document
    for step in _SCHEMAS:
        schemas = schemas.get(step) if isinstance(schemas, Mapping) else None
    waiting = [(schemas, pointer(*_SCHEMAS), "")]
    while waiting:
        node, place, base = waiting.pop()
        if isinstance(node, Mapping):
            if isinstance(node.get("$id"), str):
                base = node["$id"]
                yield base, place
            if isinstance(node.get("$anchor"), str):
                yield f"{base}#{node['$anchor']}", place
        inside = (
            node.items() if isinstance(node, Mapping) else enumerate(node if isinstance(node, list) else ())
        )
        waiting += [(member, pointer_below(place, step), base) for step, member in inside]


def _rewritten(node: Any, known: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_rewritten(member, known) for member in node]
    if not isinstance(node, dict):
        return node
    found = {key: _rewritten(member, known) for key, member in node.items()}
    target = found.get("$ref")
    if isinstance(target, str) and target in known:
        found["$ref"] = known[target]
    return found
