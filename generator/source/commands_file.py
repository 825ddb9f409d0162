"""commands.toml: what people decided about the command line of an API."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from attrs import field, frozen

from generator import ir
from generator.refusal import Refusal

NAME = "commands.toml"
_SECTIONS = frozenset(
    {"groups", "columns", "confirm", "paid", "reveals", "from_files", "classes", "leave_out", "add"}
)


@frozen
class CommandsFile:
    """The content of commands.toml.

    groups: group -> summary. columns: model -> columns of its table. confirmed: operations that ask first
    although their method and name do not say that they take something away. paid: operation -> how to find
    out that a call costs money. reveals: operations whose purpose is to show a secret. from_files: parameters
    that are usually in files. classes: operation -> ``module:Class`` of the SDK whose method has other
    parameters than the operation, with those ``left_out`` and ``added``.
    """

    path: str = NAME
    groups: Mapping[str, str] = field(factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(factory=dict)
    confirmed: tuple[str, ...] = ()
    paid: Mapping[str, Mapping[str, str]] = field(factory=dict)
    reveals: tuple[str, ...] = ()
    from_files: tuple[str, ...] = ()
    classes: Mapping[str, str] = field(factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(factory=dict)
    added: Mapping[str, tuple[Mapping[str, object], ...]] = field(factory=dict)

    def group(self, name: str) -> str:
        """Return the summary of a group, made from its name if none was written."""
        return self.groups.get(name) or f"Operations of {name.replace('-', ' ')}."

    def columns_of(self, model: ir.Model) -> tuple[str, ...]:
        """Return the columns that were chosen for a model, without fields that the spec no longer has."""
        known = {item.wire for item in model.fields}
        return tuple(name for name in self.columns.get(model.name, ()) if name.partition(".")[0] in known)


def read_commands(directory: Path) -> CommandsFile:
    """Read commands.toml, which may be missing. Raises ``Refusal``."""
    path = directory / NAME
    if not path.exists():
        return CommandsFile(str(path))
    try:
        parsed = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise Refusal(str(path), f"cannot be read ({error})", "correct it") from None
    if unknown := parsed.keys() - _SECTIONS:
        raise Refusal(
            str(path), f"has an unknown section {min(unknown)}", f"use {', '.join(sorted(_SECTIONS))}"
        )
    return _read(str(path), parsed)


def _read(path: str, parsed: Mapping[str, Any]) -> CommandsFile:
    def table(section: str) -> dict[str, Any]:
        found = parsed.get(section, {})
        if not isinstance(found, dict):
            raise Refusal(f"{path}#{section}", "is no table", "write it as [section]")
        return cast("dict[str, Any]", found)

    def operations(section: str) -> tuple[str, ...]:
        return tuple(table(section).get("operations", ()))

    return CommandsFile(
        path,
        groups=table("groups"),
        columns={model: tuple(names) for model, names in table("columns").items()},
        confirmed=operations("confirm"),
        paid=table("paid"),
        reveals=operations("reveals"),
        from_files=tuple(table("from_files").get("parameters", ())),
        classes=table("classes"),
        left_out={name: tuple(names) for name, names in table("leave_out").items()},
        added={name: tuple(entries) for name, entries in table("add").items()},
    )
