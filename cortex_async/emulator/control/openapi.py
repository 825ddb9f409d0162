"""The OpenAPI document of the control surface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from cortex_async.emulator.control.arguments import body_schema
from cortex_async.emulator.control.definition import Control, camel_case
from cortex_async.emulator.control.errors import Code
from cortex_async.emulator.records import Record

TITLE = "Control surface of the ODIN Cortex emulator"
DESCRIPTION = "Every member of the Python class Emulator that can be used from outside its process."
_CODES: tuple[str, ...] = get_args(Code)


def document(controls: Iterable[Control], *, version: str, token: bool) -> Record:
    """Describe the controls. ``token``: whether requests need one."""
    paths: Record = {}
    for control in controls:
        paths[control.path] = {control.method.lower(): _operation(control)}
    described: Record = {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "description": DESCRIPTION, "version": version},
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR}},
    }
    if token:
        described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"token": []}]
    return described


def _operation(control: Control) -> Record:
    operation: Record = {
        "operationId": camel_case(control.name.replace(".", "_")),
        "summary": control.summary,
        "responses": {
            **_success(control),
            "default": {"description": "An error.", "content": _json({"$ref": "#/components/schemas/Error"})},
        },
    }
    if control.method == "POST":
        required = bool(control.required) or control.whole is not None
        operation["requestBody"] = {"required": required, "content": _json(body_schema(control))}
    return operation


def _success(control: Control) -> Record:
    if control.returns is None:
        return {"204": {"description": "Done."}}
    return {"200": {"description": "Done.", "content": _json(control.returns)}}


def _json(schema: Record) -> Record:
    return {"application/json": {"schema": schema}}


_ERROR: Record = {
    "type": "object",
    "properties": {
        "statusCode": {"type": "integer"},
        "message": {"type": "string"},
        "error": {"type": "string"},
        "code": {"type": "string", "enum": list(_CODES)},
    },
    "required": ["statusCode", "message", "error", "code"],
}
