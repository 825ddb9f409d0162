"""The changes: each takes the parsed OpenAPI document and edits it as the vendor would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]

PROJECT = "/api/projects/{projectId}"


def _schemas(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"]
    return found


def _operation(document: Document, operation_id: str) -> tuple[str, str]:
    """The path and method of an operation."""
    return next(
        (path, method)
        for path, item in document["paths"].items()
        for method, declared in item.items()
        if declared["operationId"] == operation_id
    )


def _declared(document: Document, operation_id: str) -> dict[str, Any]:
    path, method = _operation(document, operation_id)
    found: dict[str, Any] = document["paths"][path][method]
    return found


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _project_parameter() -> dict[str, Any]:
    return {"name": "projectId", "in": "path", "required": True, "schema": {"type": "string"}}


def add_operation(document: Document) -> None:
    """A POST with a required body, shared path parameters, and everything behind ``$ref``."""
    _schemas(document)["CreateRecapRequest"] = {
        "type": "object",
        "properties": {"sessionId": {"type": "string"}, "language": {"type": "string", "example": "de"}},
        "required": ["sessionId"],
    }
    _schemas(document)["RecapResponse"] = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "example": "recap-1"},
            "text": {"type": "string", "nullable": True},
            "createdAt": {"type": "string", "format": "date-time"},
        },
        "required": ["id", "text", "createdAt"],
    }
    components = document["components"]
    components.setdefault("requestBodies", {})["CreateRecap"] = {
        "required": True,
        **_json({"$ref": "#/components/schemas/CreateRecapRequest"}),
    }
    components.setdefault("responses", {})["Recap"] = {
        "description": "The recap",
        **_json({"$ref": "#/components/schemas/RecapResponse"}),
    }
    document["paths"][f"{PROJECT}/recaps"] = {
        "parameters": [_project_parameter()],
        "post": {
            "operationId": "createRecap",
            "tags": ["Sessions"],
            "security": [{"api-key": []}, {"bearer": []}],
            "requestBody": {"$ref": "#/components/requestBodies/CreateRecap"},
            "responses": {"201": {"$ref": "#/components/responses/Recap"}},
        },
    }


def add_tag(document: Document) -> None:
    """Operations of a new tag, one without credentials, one with a path parameter and one without a body."""
    _schemas(document)["Notice"] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "level": {"type": "string", "enum": ["info", "outage"]}},
        "required": ["id"],
    }
    document["paths"]["/api/notices"] = {
        "get": {
            "operationId": "listNotices",
            "tags": ["Notices"],
            "parameters": [],
            "responses": {
                "200": {
                    "description": "",
                    **_json({"type": "array", "items": {"$ref": "#/components/schemas/Notice"}}),
                }
            },
        }
    }
    document["paths"]["/api/notices/{id}"] = {
        "delete": {
            "operationId": "dismissNotice",
            "tags": ["Notices"],
            "security": [{"api-key": []}, {"bearer": []}],
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"204": {"description": ""}},
        }
    }


def add_field(document: Document) -> None:
    """Optional and nullable fields of models that are read, sent, and part of events."""
    _schemas(document)["SessionResponse"]["properties"]["region"] = {
        "type": "string",
        "nullable": True,
        "description": "Where the session is processed",
    }
    _schemas(document)["Message"]["properties"]["confidence"] = {"type": "number"}
    _schemas(document)["CreateSanctionRequest"]["properties"]["note"] = {"type": "string"}


def add_enum_value(document: Document) -> None:
    """A value of an enumeration that several schemas repeat."""

    def extend(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("enum"), list) and {"mute", "ban"} <= set(node["enum"]):
                node["enum"].append("shadow_mute")
            for value in node.values():
                extend(value)
        elif isinstance(node, list):
            for value in node:
                extend(value)

    extend(document)


def add_event(document: Document) -> None:
    _schemas(document)["RecapReadyEvent"] = {
        **_schemas(document)["SessionDeletedEvent"],
        "properties": {
            **_schemas(document)["SessionDeletedEvent"]["properties"],
            "type": {"type": "string", "enum": ["recap.ready"]},
        },
    }
    union = _declared(document, "getEventSchema")["responses"]["200"]["content"]["application/json"]["schema"]
    union["oneOf"].append({"$ref": "#/components/schemas/RecapReadyEvent"})


def rename_operation_id(document: Document) -> None:
    """New operationIds, one of an operation with lines in every section of names.toml."""
    for old, new in (("getSession", "findSession"), ("getMessageAnnotationsBatch", "batchAnnotations")):
        _declared(document, old)["operationId"] = new


def add_parameter(document: Document) -> None:
    document["components"].setdefault("parameters", {})["Language"] = {
        "name": "language",
        "in": "query",
        "required": False,
        "schema": {"type": "string", "enum": ["de", "en"]},
    }
    _declared(document, "getSession" if _has(document, "getSession") else "findSession")["parameters"].append(
        {"$ref": "#/components/parameters/Language"}
    )


def _has(document: Document, operation_id: str) -> bool:
    return any(
        one["operationId"] == operation_id for item in document["paths"].values() for one in item.values()
    )


def remove_operation(document: Document) -> None:
    path, method = _operation(document, "getResourcePackages")
    del document["paths"][path][method]
    if not document["paths"][path]:
        del document["paths"][path]


def remove_field(document: Document) -> None:
    """A field of a response that was required."""
    schema = _schemas(document)["NpmPackageInfo"]
    name = max(schema["properties"])
    del schema["properties"][name]
    if name in schema.get("required", ()):
        schema["required"].remove(name)


def deprecate(document: Document) -> None:
    """An operation that many tests call, a field and a parameter."""
    _declared(document, "listSanctions")["deprecated"] = True
    _schemas(document)["SessionResponse"]["properties"]["gateway"]["deprecated"] = True
    _declared(document, "listParticipants")["parameters"][-1]["deprecated"] = True


def as_openapi_31(document: Document) -> None:
    """The same document as OpenAPI 3.1, where null is a type."""

    def convert(node: Any) -> None:
        if isinstance(node, dict):
            if node.pop("nullable", False) is True:
                if isinstance(node.get("type"), str):
                    node["type"] = [node["type"], "null"]
                    if "enum" in node:
                        node["enum"].append(None)
                else:
                    described = dict(node)
                    node.clear()
                    node["anyOf"] = [described, {"type": "null"}]
            for value in list(node.values()):
                convert(value)
        elif isinstance(node, list):
            for value in node:
                convert(value)

    document["openapi"] = "3.1.0"
    convert(document["components"])
    convert(document["paths"])


CHANGES: dict[str, Callable[[Document], None]] = {
    change.__name__: change
    for change in (
        add_operation,
        add_tag,
        add_field,
        add_enum_value,
        add_event,
        add_parameter,
        remove_operation,
        remove_field,
        deprecate,
        rename_operation_id,
    )
}
