# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex health`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {}

OPERATIONS: dict[str, dict[str, Any]] = {
    "check": {
        "id": "getData",
        "call": ("account", "health", "check"),
        "request": "GET /api",
        "summary": "Health check",
        "help": "Returns a simple greeting message to verify that the API service is up and running.",
        "parameters": (),
        "result": {"shape": "value"},
        "anonymous": True,
    }
}
