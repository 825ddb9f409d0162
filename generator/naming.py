"""Names: from the document's to Python's, and the table of those that were ever published.

A public name once in names.toml keeps its meaning. A name that is missing there follows the default rule and is appended.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from typing import Any

import tomlkit
from attrs import define, field

from .refusal import Refusal

_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])|[^A-Za-z0-9]+")
_SCHEMA_SUFFIXES = ("Request", "Response", "Dto", "DTO")
# `list` and the like are public verbs of ours; only names that break a class body or a signature are avoided.
_RESERVED = frozenset({"self", "cls", "options", "None", "True", "False"})

SECTIONS = ("operations", "schemas", "enums", "fields", "parameters")


def words(name: str) -> list[str]:
    return [word for word in _BOUNDARY.split(name) if word]


def snake(name: str) -> str:
    """``updateE2EEncryption`` -> ``update_e2e_encryption``; never a keyword, never starts with a digit."""
    text = "_".join(word.lower() for word in words(name)) or "value"
    if text[0].isdigit():
        text = "n" + text
    return text + "_" if keyword.iskeyword(text) or text in _RESERVED else text


def pascal(name: str) -> str:
    parts = words(name)
    text = "".join(part[0].upper() + part[1:] for part in parts) or "Value"
    if text[0].isdigit():
        text = "N" + text
    return text + "_" if keyword.iskeyword(text) or hasattr(builtins, text) else text


def constant(method: str) -> str:
    return method.rstrip("_").upper()


def singular(name: str) -> str:
    """Of a path segment such as ``gatherings`` or ``api-keys``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def default_schema_names(schemas: Iterable[str]) -> dict[str, str]:
    """Suffixes such as Request and Response fall away where nothing collides."""
    schemas = sorted(schemas)
    stripped = {name: _strip(name) for name in schemas}
    claims: dict[str, list[str]] = {}
    for name, short in stripped.items():
        claims.setdefault(short, []).append(name)
    return {name: short if claims[short] == [name] else pascal(name) for name, short in stripped.items()}


def _strip(name: str) -> str:
    for suffix in _SCHEMA_SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return pascal(name[: -len(suffix)])
    return pascal(name)


@define
class Names:
    """names.toml: what is published, what people decided, and what this run adds."""

    source: str
    text: str
    added: list[tuple[str, str, str]] = field(factory=list)
    _used: set[tuple[str, str]] = field(factory=set)
    _table: dict[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        try:
            self._table = tomlkit.parse(self.text).unwrap()
        except tomlkit.exceptions.ParseError as error:
            raise Refusal(self.source, f"is not TOML ({error})", "mend the line") from None

    def get(self, section: str, key: str) -> str | None:
        self._used.add((section, key))
        value = self._table.get(section, {}).get(key)
        if value is not None and not isinstance(value, str):
            raise Refusal(f"{self.source}: [{section}] {key}", "is not a string", "give a name in quotes")
        return value

    def published(self, section: str, key: str, default: str) -> str:
        """The name in the table, or the default, which is then remembered for the table."""
        name = self.get(section, key)
        if name is None:
            name = default
            self.added.append((section, key, name))
            self._table.setdefault(section, {})[key] = name
        return name

    def taken(self, section: str) -> set[str]:
        return set(self._table.get(section, {}).values())

    def setting(self, name: str) -> Any:
        return self._table.get(name)

    def text_with_additions(self) -> str:
        """The file with the new names at the end of their sections; comments and order stay as people left them."""
        if not self.added:
            return self.text
        file = tomlkit.parse(self.text)
        for section, key, name in sorted(self.added):
            if section not in file:
                file[section] = tomlkit.table()
            file[section].append(key, name)
        return tomlkit.dumps(file)
