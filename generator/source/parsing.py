"""Parses JSON, YAML and text files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from generator.refusal import Refusal
from generator.source import plain_yaml
from generator.source.plain import Repeated, refuse_strange


def parse(raw: bytes, source: str, suffix: str | None = None) -> dict[str, Any]:
    """Parse an OpenAPI document as JSON or YAML, by ``suffix`` or the extension of ``source``.

    Raises ``Refusal``.
    """
    as_json = (suffix or Path(source).suffix) == ".json"
    advice = "give a complete JSON or YAML document"
    return _read(raw, source, _json if as_json else plain_yaml.load, "cannot be read", advice)


def read_yaml(raw: bytes, source: str) -> dict[str, Any]:
    """Parse a YAML file. Raises ``Refusal``."""
    return _read(raw, source, plain_yaml.load, "is not YAML", "fix the line")


def read_json(text: str) -> Any:
    """Parse JSON. Raises ``ValueError``, also for a key that appears twice, or ``RecursionError``."""
    return json.loads(text, object_pairs_hook=_refusing_twins)


def _read(
    raw: bytes, source: str, load: Callable[[str, str], Any], problem: str, advice: str
) -> dict[str, Any]:
    try:
        value = load(raw.decode("utf-8"), source)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        first_line = (reason.splitlines() or ["no reason given"])[0]
        raise Refusal(source, f"{problem} ({first_line})", advice) from None
    refuse_strange(value, source)
    return _mapping(value, source)


def read_text(raw: bytes, source: str) -> str:
    """Decode UTF-8 and convert line ends to ``\\n``. Raises ``Refusal``."""
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refusal(source, "is not UTF-8", "save it in that encoding") from None


def _json(text: str, _: str) -> Any:
    return json.loads(text, object_pairs_hook=_marking_twins)


def _marking_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                found[key] = Repeated()
            seen.add(key)
    return found


def _refusing_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"{twin} appears twice")
    return found


# In these keys null is a value; everywhere else it means the same as a missing key.
_VALUES = frozenset({"const", "default", "enum", "example", "examples"})


def without_nulls(node: Any) -> Any:
    """Return the document without keys whose value is null."""
    if isinstance(node, dict):
        return {
            key: member if key in _VALUES or key.startswith("x-") else without_nulls(member)
            for key, member in node.items()
            if member is not None or key in _VALUES
        }
    return [without_nulls(member) for member in node] if isinstance(node, list) else node


def _mapping(value: Any, source: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(source, "is not an object", "give a document with keys")
    return value
