"""Bytes -> the values of a document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .refusal import Refusal


def parse(raw: bytes, source: str, suffix: str | None = None) -> dict[str, Any]:
    """The document in ``raw``, JSON or YAML by ``suffix`` or the ending of ``source``. Raises ``Refusal``."""
    as_json = (suffix or Path(source).suffix) == ".json"
    try:
        text = raw.decode("utf-8")
        value = json.loads(text) if as_json else _as_json(yaml.safe_load(text))
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        first_line = (str(error).splitlines() or ["no reason given"])[0]
        raise Refusal(
            source, f"cannot be read ({first_line})", "give a complete JSON or YAML document"
        ) from None
    return _mapping(value, source)


def read_yaml(raw: bytes, source: str) -> dict[str, Any]:
    try:
        return _mapping(yaml.safe_load(raw), source)
    except (ValueError, yaml.YAMLError) as error:
        raise Refusal(source, f"is not YAML ({str(error).splitlines()[0]})", "mend the line") from None


# Null is a value there, and everywhere else the same as nothing.
_VALUES = frozenset({"const", "default", "enum", "example", "examples"})


def without_nulls(node: Any) -> Any:
    """The document without keys that say null."""
    if isinstance(node, dict):
        return {
            key: member if key in _VALUES or key.startswith("x-") else without_nulls(member)
            for key, member in node.items()
            if member is not None or key in _VALUES
        }
    return [without_nulls(member) for member in node] if isinstance(node, list) else node


def _as_json(value: Any) -> Any:
    """YAML knows numbers as keys and dates as values: JSON, which OpenAPI is defined in, has neither."""
    if isinstance(value, dict):
        return {str(key): _as_json(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_as_json(member) for member in value]
    return value.isoformat() if isinstance(value, date) else value


def _mapping(value: Any, source: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(source, "is not an object", "give a document with keys")
    return value
