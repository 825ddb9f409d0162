"""Finds a node by its JSON pointer, and writes the JSONPath to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def located(document: Any, place: str) -> tuple[str, Mapping[str, Any]] | None:
    """Return the JSONPath of an object and the object, None if there is none at ``place``."""
    target = "$"
    for part in place.removeprefix("#").split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document, target = document[int(step)], f"{target}[{int(step)}]"
        elif isinstance(document, Mapping) and step in document:
            document, target = document[step], target + member(step)
        else:
            return None
    return (target, document) if isinstance(document, Mapping) else None


def member(name: str) -> str:
    """Return the selector of a member: https://www.rfc-editor.org/rfc/rfc9535#name-name-selector"""
    return f".{name}" if _PLAIN.fullmatch(name) else f"[{quoted(name)}]"


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + re.sub(r"[\x00-\x1f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + "'"
