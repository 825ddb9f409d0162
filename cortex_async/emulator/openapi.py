"""Read an OpenAPI 3.0 or 3.1 document: follows ``$ref``, and fills in what an operation may leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from cortex_async.emulator.records import Record, is_object

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_MAX_REFERENCES = 100


def operations(document: Record) -> Iterator[tuple[str, str, Record]]:
    """Path, method and declaration of each operation, with the path's shared parameters among its own."""
    for path, item in document.get("paths", {}).items():
        found = resolve(document, item)
        shared = [resolve(document, parameter) for parameter in found.get("parameters", ())]
        for method, declared in found.items():
            if method in _METHODS:
                own = [resolve(document, parameter) for parameter in declared.get("parameters", ())]
                taken = {(parameter["in"], parameter["name"]) for parameter in own}
                inherited = [one for one in shared if (one["in"], one["name"]) not in taken]
                yield path, method.upper(), {**declared, "parameters": [*own, *inherited]}


def resolve(document: Record, declared: Record) -> Record:
    """The object that ``declared`` refers to, or ``declared`` itself.

    Raises ``ValueError`` for a reference without end.
    """
    for _ in range(_MAX_REFERENCES):
        if "$ref" not in declared:
            return declared
        found: Any = document
        for step in str(declared["$ref"]).removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        declared = found
    raise ValueError(f"{declared['$ref']} refers to itself")


def security(document: Record, declared: Record) -> frozenset[str]:
    """The names of the accepted security schemes, none if the operation needs no credentials."""
    alternatives: list[Record] = (
        declared["security"] if "security" in declared else document.get("security", [])
    )
    return frozenset(name for alternative in alternatives for name in alternative)


def statuses(declared: Record) -> frozenset[int]:
    """The declared statuses. ``2XX`` counts as 200, and ``default`` does so if nothing else is a success."""
    found = {
        int(status[0]) * 100 if status[1:].upper() == "XX" else int(status) for status in _codes(declared)
    }
    return frozenset(found if any(200 <= status < 300 for status in found) else {*found, 200})


def _codes(declared: Record) -> list[str]:
    return [str(code) for code in declared.get("responses", {}) if str(code).lower() != "default"]


def response(document: Record, declared: Record, status: int) -> Record | None:
    """The JSON schema of the response with this status, None if it has no JSON."""
    responses: Record = declared.get("responses", {})
    for code in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
        if code in responses:
            return json_schema(resolve(document, responses[code]))
    return None


def request_body(document: Record, declared: Record) -> Record | None:
    """The JSON schema of the request body, None if it has no JSON."""
    return json_schema(resolve(document, declared["requestBody"])) if "requestBody" in declared else None


def json_schema(declared: Record) -> Record | None:
    """The schema of the JSON among the media types of a body or response."""
    content: Record = declared.get("content", {})
    for media, described in content.items():
        kind = media.partition(";")[0].strip().lower()
        if kind == "application/json" or kind.endswith("+json"):
            return cast("Record", described.get("schema", {}))
    return None


def event_names(document: Record) -> list[str]:
    """The schemas of the events: the members of the union that an operation tagged for events documents."""
    for _, _, declared in operations(document):
        for status in sorted(statuses(declared)):
            schema = response(document, declared, status) or {}
            members = [one.get("$ref", "") for one in resolve(document, schema).get("oneOf", ())]
            names = [member.rpartition("/")[2] for member in members]
            if names and all(_is_event(document, name) for name in names):
                return names
    return []


def _is_event(document: Record, name: str) -> bool:
    """Whether a schema is an event: a constant ``type`` and a ``payload``."""
    schema = document.get("components", {}).get("schemas", {}).get(name)
    properties: Record = resolve(document, schema).get("properties", {}) if is_object(schema) else {}
    return "payload" in properties and bool(constants(properties.get("type", {})))


def constants(schema: Record) -> list[str]:
    """The values that an enumeration or constant allows."""
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))
