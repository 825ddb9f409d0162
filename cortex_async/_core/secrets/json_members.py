"""Masks members of JSON by their names, also in JSON that is truncated, malformed or deeply nested.

One pass over the string, without parsing it: depth and damage do not matter, and everything else stays byte
for byte.
"""

from __future__ import annotations

import json
from re import DOTALL

from cortex_async._core.secrets.masking import MASK
from cortex_async._core.strings.patterns import lazily

# An unclosed string extends to the end: searching for its end from each of its quotes would take quadratic
# time.
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
_NAME = lazily(rf"({_STRING})(\s*:\s*)?", DOTALL)
_STRUCTURE = lazily(rf"{_STRING}|[{{}}\[\]]", DOTALL)
_SCALAR = lazily(rf"{_STRING}|[^\s,}}\]]*", DOTALL)
_CLOSED = lazily(r'"[^"\\]*(?:\\.[^"\\]*)*"', DOTALL)
_CUT = lazily(r"(?<!\\)(?:\\\\)*\\(?:u[0-9a-fA-F]{0,3})?\Z")
"""The part of an escape at the end of a string that was cut."""

_DEEPEST = 3
"""How many levels of JSON in a string of JSON are searched."""

_HARMLESS = frozenset({"", "null", "true", "false"})


def plain_name(name: str) -> str:
    """Reduce a name to one spelling: ``apiKey``, ``api_key`` and ``API-Key`` are the same name."""
    return name.replace("_", "").replace("-", "").lower()


def mask_members(text: str, names: frozenset[str]) -> str:
    """``text`` with the values of the members ``names`` masked, also in JSON within its strings.

    ``names`` are as ``plain_name`` writes them.
    """
    return _masked(text, names, _DEEPEST)


def _masked(text: str, names: frozenset[str], deepest: int) -> str:
    pieces: list[str] = []
    kept = at = 0
    while (match := _NAME().search(text, at)) is not None:
        at = match.end()
        if match[2] is None:
            inner = _masked_string(match[1], names, deepest - 1)
            if inner != match[1]:
                pieces += text[kept : match.start()], inner
                kept = at
            continue
        if plain_name(_decoded(match[1])) not in names:
            continue
        start, at = at, _end_of_value(text, at)
        if text[start:at] not in _HARMLESS:
            pieces += text[kept:start], f'"{MASK}"'
            kept = at
    return "".join([*pieces, text[kept:]])


def _masked_string(written: str, names: frozenset[str], deepest: int) -> str:
    """A string of JSON with the members of the JSON in it masked, as it is if it holds none."""
    if deepest < 0 or ('\\"' not in written and "\\u0022" not in written):
        return written
    closed = len(written) > 1 and _CLOSED().fullmatch(written) is not None
    whole = written if closed else f'{_CUT().sub("", written)}"'
    try:
        text = str(json.loads(whole, strict=False))
    except ValueError:
        return written
    masked = _masked(text, names, deepest)
    if masked == text:
        return written
    return json.dumps(masked)[: None if closed else -1]


def _decoded(name: str) -> str:
    if "\\" not in name:
        return name.strip('"')
    try:
        return str(json.loads(name))
    except ValueError:
        return name


def _end_of_value(text: str, at: int) -> int:
    if text[at : at + 1] not in ("{", "["):
        found = _SCALAR().match(text, at)
        return found.end() if found else at
    depth = 0
    for match in _STRUCTURE().finditer(text, at):
        if match[0] in ("{", "["):
            depth += 1
        elif match[0] in ("}", "]"):
            depth -= 1
            if not depth:
                return match.end()
    return len(text)
