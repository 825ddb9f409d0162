"""Edits names.toml and leaves everything else in it as people wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from typing import Any

import tomlkit

from generator.naming import pascal

_SECTION = re.compile(r"^\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_QUOTED = r'"(?:[^"\\]|\\.)*"|\'[^\']*\''
_STRING = re.compile(_QUOTED)
_KEY = re.compile(rf"^(\s*)({_QUOTED}|[A-Za-z0-9_-]+)(\s*=)")
_STAND_IN = "stands-in-for-new-names-"


def append(text: str, *additions: tuple[tuple[str, ...], str, str | Mapping[str, str]]) -> str:
    """Append each (section, key, value) to its section, creating missing sections."""
    sections: dict[tuple[str, ...], list[str]] = {}
    for path, key, value in additions:
        sections.setdefault(path, []).append(f"{tomlkit.key(key).as_string()} = {_value(value)}")
    if not sections:
        return text
    stand_in = _STAND_IN
    while stand_in in text or any(stand_in in line for lines in sections.values() for line in lines):
        stand_in += "-"
    # One placeholder line for all new lines of a section: tomlkit scans a whole section for each line added.
    file = tomlkit.parse(text)
    for number, path in enumerate(sections):
        table: Any = file
        for depth, section in enumerate(path):
            if section not in table:
                table[section] = tomlkit.table(is_super_table=depth < len(path) - 1)
            table = table[section]
        table.append(f"{stand_in}{number}", "")
    result = tomlkit.dumps(file)
    for number, lines in enumerate(sections.values()):
        result = result.replace(f'{stand_in}{number} = ""', "\n".join(lines), 1)
    return result


def _value(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return tomlkit.item(value).as_string()
    entry = tomlkit.inline_table()
    entry.update(value)
    return entry.as_string()


def drop(text: str, path: tuple[str, ...], key: str) -> str:
    """Remove ``key`` from the section ``path``."""
    file = tomlkit.parse(text)
    table: Any = file
    for section in path:
        table = table[section]
    table.remove(key)
    return tomlkit.dumps(file)


def rename(text: str, old: str, new: str, components: Container[str]) -> str:
    """Rename every key and list entry of the operation ``old`` to ``new``.

    Lines keep their place and comments.

    Keys in ``components`` belong to schemas, even if they look like the operation's.
    """
    section = ""
    lines: list[str] = []
    # Not splitlines(): a key may contain characters that only Unicode counts as line ends.
    for line in text.split("\n"):
        found = _SECTION.match(line)
        if found:
            section = found[1].strip()
        lines.append(_renamed(line, section, old, new, components))
    return "\n".join(lines)


def _renamed(line: str, section: str, old: str, new: str, components: Container[str]) -> str:
    if section == "repeatable":
        written = tomlkit.item(new).as_string()
        return _STRING.sub(lambda found: written if _decoded(found[0]) == old else found[0], line)
    found = _KEY.match(line)
    if not found:
        return line
    key = _decoded(found[2])
    changed = _new_key(key, section, old, new)
    if changed == key or (section != "parameters" and key.partition(".")[0] in components):
        return line
    return f"{found[1]}{tomlkit.key(changed).as_string()}{found[3]}{line[found.end() :]}"


def _decoded(key: str) -> str:
    """Return the value of a bare or quoted key, and anything else unchanged, such as a quote in a comment."""
    if key[0] not in "\"'":
        return key
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        return key


def _new_key(key: str, section: str, old: str, new: str) -> str:
    if section == "operations":
        return new if key == old else key
    if section == "parameters" and key.startswith(f"{old}."):
        return new + key[len(old) :]
    if section in ("schemas", "enums", "fields", "bases"):
        # Inline objects and enums of an operation are keyed by its name.
        for owner in ("Request", "Response", "."):
            start = pascal(old) + owner
            if key.startswith(start):
                return pascal(new) + key[len(pascal(old)) :]
    return key
