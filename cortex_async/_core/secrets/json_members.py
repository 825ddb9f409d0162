"""Masks members of JSON by their names, also in JSON that is truncated, malformed or deeply nested.

One pass over the string, without parsing it: depth and damage do not matter, and everything else stays byte
for byte.
"""

from __future__ import annotations

import json
import re

from cortex_async._core.secrets.masking import MASK

# An unclosed string extends to the end: searching for its end from each of its quotes would take quadratic
# time.
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
_NAME = re.compile(rf"({_STRING})(\s*:\s*)?", re.DOTALL)
_STRUCTURE = re.compile(rf"{_STRING}|[{{}}\[\]]", re.DOTALL)
_SCALAR = re.compile(rf"{_STRING}|[^\s,}}\]]*", re.DOTALL)
_HARMLESS = frozenset({"", "null", "true", "false"})


def plain_name(name: str) -> str:
    """Reduce a name to one spelling: ``apiKey``, ``api_key`` and ``API-Key`` are the same name."""
    return name.replace("_", "").replace("-", "").lower()


def mask_members(text: str, names: frozenset[str]) -> str:
    """``text`` with the values of the members ``names`` masked.

    ``names`` are as ``plain_name`` writes them.
    """
    pieces: list[str] = []
    kept = at = 0
    while (match := _NAME.search(text, at)) is not None:
        at = match.end()
        if match[2] is None or plain_name(_decoded(match[1])) not in names:
            continue
        start, at = at, _end_of_value(text, at)
        if text[start:at] not in _HARMLESS:
            pieces += text[kept:start], f'"{MASK}"'
            kept = at
    return "".join([*pieces, text[kept:]])


def _decoded(name: str) -> str:
    if "\\" not in name:
        return name.strip('"')
    try:
        return str(json.loads(name))
    except ValueError:
        return name


def _end_of_value(text: str, at: int) -> int:
    if text[at : at + 1] not in ("{", "["):
        found = _SCALAR.match(text, at)
        return found.end() if found else at
    depth = 0
    for match in _STRUCTURE.finditer(text, at):
        if match[0] in ("{", "["):
            depth += 1
        elif match[0] in ("}", "]"):
            depth -= 1
            if not depth:
                return match.end()
    return len(text)
