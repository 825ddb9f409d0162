"""names.toml: the public name of everything ever published. A name keeps its meaning for ever.

A missing name is derived by the default rules and appended; what the spec no longer has moves to ``removed``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any, cast

import tomlkit
from attrs import define, field

from generator.naming import field_name, is_class_name, is_field_name, is_name, is_parameter_name
from generator.refusal import Refusal
from generator.source.names_file import append, drop, rename

NAME_SECTIONS = ("operations", "schemas", "enums", "fields", "parameters")
_SECTIONS = (*NAME_SECTIONS, "scopes", "repeatable", "personal", "bases", "removed")
_REMOVED = ("operations", "fields")
_OF_PYTHON = {
    "schemas": is_class_name,
    "enums": is_class_name,
    "fields": is_field_name,
    "parameters": is_parameter_name,
}
_BASE = re.compile(r"([a-z_]\w*(?:\.[a-z_]\w*)*):([A-Z]\w*)", re.ASCII)
_NAME_ADVICE = "use at most 200 ASCII letters, digits and _, and no name that Python or the emitted code uses"


@define
class Names:
    """The names that are published, those that people decided, and those that this run adds.

    ``text`` is the content of the file, kept up to date.
    """

    source: str
    text: str
    added: list[tuple[str, str, str]] = field(factory=list)
    _asked: set[tuple[str, str]] = field(factory=set)
    _taken: dict[bool, set[str]] = field(factory=dict)
    _table: dict[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._table = self._parse()

    def _parse(self) -> dict[str, Any]:
        try:
            table = tomlkit.parse(self.text).unwrap()
        except (tomlkit.exceptions.TOMLKitError, RecursionError) as error:
            raise Refusal(self.source, f"is not TOML ({error})", "fix the line") from None
        for section, entries in table.items():
            if section not in _SECTIONS:
                raise Refusal(
                    self.source, f"has the unknown section {section}", f"one of {', '.join(_SECTIONS)}"
                )
            if not isinstance(entries, dict):
                raise Refusal(f"{self.source}: {section}", "is not a section", f"write [{section}]")
        self._check_values(table)
        return table

    def _check_values(self, table: dict[str, Any]) -> None:
        for section in (*NAME_SECTIONS, "scopes"):
            for key, value in table.get(section, {}).items():
                if not isinstance(value, str):
                    raise Refusal(
                        f"{self.source}: [{section}] {key}", "is not a string", "put the name in quotes"
                    )
                if section in _OF_PYTHON and not _OF_PYTHON[section](value):
                    raise Refusal(
                        f"{self.source}: [{section}] {key}", f"{value} is not a valid name", _NAME_ADVICE
                    )
        for scope in table.get("scopes", {}):
            if not is_name(scope):
                raise Refusal(f"{self.source}: [scopes]", f"{scope} is not a valid name", _NAME_ADVICE)
        for key, value in table.get("repeatable", {}).items():
            if key != "operations" or not isinstance(value, list):
                raise Refusal(
                    f"{self.source}: [repeatable] {key}", "is unknown", "write operations = [operationIds]"
                )
        for key, value in table.get("personal", {}).items():
            if key != "parameters" or not isinstance(value, list):
                raise Refusal(
                    f"{self.source}: [personal] {key}", "is unknown", "write parameters = [path parameters]"
                )
        for key, value in table.get("bases", {}).items():
            if not isinstance(value, str) or not _BASE.fullmatch(value):
                raise Refusal(f"{self.source}: [bases] {key}", "is not a class", 'write "module:Class"')
        for kind, entries in table.get("removed", {}).items():
            if kind not in _REMOVED or not isinstance(entries, dict):
                raise Refusal(
                    f"{self.source}: [removed] {kind}", "is unknown", f"one of {', '.join(_REMOVED)}"
                )
            for key, entry in entries.items():
                if not _is_removal(kind, entry):
                    raise Refusal(
                        f"{self.source}: [removed.{kind}] {key}",
                        "is incomplete",
                        'write {name = "...", until = "1.2"}',
                    )

    def get(self, section: str, key: str) -> str | None:
        self._asked.add((section, key))
        value: str | None = self._table.get(section, {}).get(key)
        return value

    def published(self, section: str, key: str, default: str) -> str:
        """Return the name in the table, or add the default to it."""
        name = self.get(section, key)
        if name is None:
            name = default
            self.add(section, key, name)
        return name

    def add(self, section: str, key: str, name: str) -> None:
        if not all(is_name(part) for part in name.split(".")):
            raise Refusal(f"{self.source}: [{section}] {key}", f"would be called {name}", _NAME_ADVICE)
        self.added.append((section, key, name))
        self._table.setdefault(section, {})[key] = name
        if section in ("operations", "schemas", "enums"):
            self._names_of(section).add(name)

    def free(self, section: str, name: str, used: Container[str] = ()) -> str:
        """Return ``name``, with underscores appended while it is taken: published names are never reused."""
        taken = self._names_of(section)
        while name in taken or name in used:
            name += "_"
        return name

    def _names_of(self, section: str) -> set[str]:
        """Return every name that is taken in a section. Classes and enumerations share one set of names."""
        operations = section == "operations"
        if operations not in self._taken:
            sections = ("operations",) if operations else ("schemas", "enums")
            names = {name for one in sections for name in self._table.get(one, {}).values()}
            if operations:
                names |= {entry["name"] for entry in self.removed("operations").values()}
            self._taken[operations] = names
        return self._taken[operations]

    def entries(self, section: str) -> dict[str, Any]:
        """Return a copy of one section."""
        return dict(self._table.get(section, {}))

    def setting(self, section: str) -> dict[str, Any]:
        """Return a copy of ``scopes``, ``repeatable`` or ``personal``."""
        return dict(self._table.get(section, {}))

    def field_name(self, schema: str, wire: str) -> str:
        return self.get("fields", f"{schema}.{wire}") or field_name(wire)

    def base(self, schema: str) -> tuple[str, str] | None:
        """Return module and name of the hand-written base class of a model, None for most models."""
        found = _BASE.fullmatch(self.get("bases", schema) or "")
        return None if found is None else (found[1], found[2])

    def removed(self, kind: str) -> dict[str, dict[str, str]]:
        """Return the ``operations`` or ``fields`` that the spec no longer has: key -> {name, until}."""
        return dict(self._table.get("removed", {}).get(kind, {}))

    def unasked(self, section: str) -> Iterator[str]:
        """Yield the keys that nothing in the spec asked for."""
        yield from (key for key in self.entries(section) if (section, key) not in self._asked)

    def rename_operation(self, old: str, new: str, components: Container[str]) -> None:
        """Move every name given under the operationId ``old`` to ``new``."""
        self._rewrite(rename(self.text, old, new, components))

    def remove(self, kind: str, key: str, name: str, until: str) -> None:
        """Record what the spec no longer has; an operation leaves its section."""
        text = append(self.text, (("removed", kind), key, {"name": name, "until": until}))
        self._rewrite(drop(text, (kind,), key) if kind == "operations" else text)

    def restore(self, kind: str, key: str) -> None:
        """Give what the spec has again its old name back."""
        name = self.removed(kind)[key]["name"]
        text = drop(self.text, ("removed", kind), key)
        self._rewrite(append(text, ((kind,), key, name)) if kind == "operations" else text)

    def _rewrite(self, text: str) -> None:
        self.text = text
        self._table = self._parse()
        self._taken.clear()
        for section, key, name in self.added:
            self._table.setdefault(section, {})[key] = name

    def text_with_additions(self) -> str:
        """Return the file with the new names at the end of their sections. Comments and order stay."""
        return append(self.text, *(((section,), key, name) for section, key, name in sorted(self.added)))


def _is_removal(kind: str, entry: Any) -> bool:
    if not isinstance(entry, dict) or set(cast("dict[str, Any]", entry)) != {"name", "until"}:
        return False
    name, until = entry["name"], entry["until"]
    if not isinstance(name, str) or not isinstance(until, str) or not re.fullmatch(r"\d+\.\d+", until):
        return False
    parts = name.split(".")
    return len(parts) == (3 if kind == "operations" else 1) and all(map(is_name, parts))
