"""The three specs, read independently of the generator: operations, responses by status, example values, validation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from attrs import frozen

ROOT = Path(__file__).parents[2]
APIS = ("rtcstack", "orga", "nimrobo")
METHODS = ("get", "post", "put", "patch", "delete")


@cache
def spec(api: str) -> dict[str, Any]:
    # A tenth of the time, where PyYAML has been built with libyaml.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((ROOT / "spec" / api / "openapi.yaml").read_text("utf-8"), loader)
    return loaded


def resolved(api: str, node: Any) -> Any:
    while isinstance(node, Mapping) and "$ref" in node:
        found: Any = spec(api)
        for part in str(node["$ref"]).removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


@frozen
class Documented:
    """One status of one operation. ``example`` names the body; ``media`` is None for a response without a body."""

    api: str
    operation: str
    status: int
    media: str | None
    schema: Any
    example: str
    body: Any

    def __str__(self) -> str:
        return f"{self.api}-{self.operation}-{self.status}-{self.example}"


def operations(api: str) -> dict[str, dict[str, Any]]:
    return {
        item[method]["operationId"]: item[method]
        for item in spec(api)["paths"].values()
        for method in METHODS
        if method in item
    }


def documented(api: str) -> Iterator[Documented]:
    """Every operation with every status and every example of it; ``default`` is tested with 418, which no operation declares."""
    for operation, described in operations(api).items():
        for status, reference in described["responses"].items():
            response = resolved(api, reference)
            number = 418 if status == "default" else int(status)
            contents = response.get("content") or {None: {}}
            for media, content in contents.items():
                schema = content.get("schema")
                for name, body in _bodies(api, schema, content):
                    yield Documented(api, operation, number, media, schema, name, body)


def _bodies(api: str, schema: Any, content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    examples = content.get("examples", {})
    for name, example in examples.items():
        yield name, example["value"]
    if not examples:
        yield "generated", None if schema is None else sample(api, schema)


def sample(api: str, schema: Any, depth: int = 0) -> Any:
    """The spec's example of a schema, or else a generated value, with optional parts up to three levels deep."""
    schema = resolved(api, schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema:
        return sample(api, schema["oneOf"][0], depth)
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    match kind:
        case "object":
            wanted = schema.get("required", ()) if depth > 2 else schema.get("properties", {})
            return {name: sample(api, schema["properties"][name], depth + 1) for name in wanted}
        case "array":
            return [] if depth > 3 else [sample(api, schema["items"], depth + 1)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case "string":
            return {
                "date-time": "2026-01-31T12:00:00.000Z",
                "int64": "9007199254740993",
                "double": "1800.5",
                "uri": "https://example.com/x",
            }.get(schema.get("format", ""), "text")
        case _:
            return {"anything": [1, "two", None]}


def violations(api: str, operation: str, status: int, media: str, body: Any) -> list[str]:
    """The violations of the spec in a response."""
    response = operations(api)[operation]["responses"].get(str(status))
    if response is None:
        response = operations(api)[operation]["responses"].get("default")
    if response is None:
        return [f"{operation} has no status {status}"]
    contents = resolved(api, response).get("content") or {}
    if not contents:
        return [] if body in (None, "") else [f"{operation} {status} must have no body"]
    if media not in contents:
        return [f"{operation} {status} has no {media}"]
    return schema_violations(api, contents[media]["schema"], body)


def schema_violations(api: str, schema: Any, body: Any) -> list[str]:
    whole = {**schema, "components": spec(api)["components"]}
    validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
