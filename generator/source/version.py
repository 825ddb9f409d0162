"""The version of the SDK, from pyproject.toml or the module that its ``dynamic`` table names."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

from generator.refusal import Refusal

_VERSION = re.compile(r"\d+\.\d+\.\d+")


def version(root: Path) -> str:
    """Return the version of the SDK, or 0.0.0 without a pyproject.toml."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return "0.0.0"
    try:
        declared = tomllib.loads(path.read_text("utf-8"))
    except ValueError:
        raise Refusal(str(path), "has no project.version", "add one") from None
    module = _module(root, declared)
    found = declared.get("project", {}).get("version") if module is None else _constant(*module)
    where = path if module is None else module[0]
    if found is None:
        raise Refusal(str(where), "has no project.version" if module is None else "has no version", "add one")
    numbers = _VERSION.match(str(found))
    if not numbers:
        raise Refusal(str(where), f"has the version {found}", "start it with three numbers, as in 1.2.3")
    return numbers[0]


def release(root: Path) -> tuple[int, int]:
    """Return the major and minor version of the SDK."""
    major, minor, _ = version(root).split(".")
    return int(major), int(minor)


def version_files(root: Path) -> list[Path]:
    """Return the files that ``version`` reads, relative to ``root``."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return []
    module = _module(root, tomllib.loads(path.read_text("utf-8")))
    return [Path(path.name), *([module[0].relative_to(root)] if module else [])]


def _module(root: Path, declared: dict[str, Any]) -> tuple[Path, str] | None:
    """Return the file and the name of the constant that setuptools reads the version from, if it does."""
    dynamic = declared.get("tool", {}).get("setuptools", {}).get("dynamic", {}).get("version", {})
    attribute = dynamic.get("attr") if "version" in declared.get("project", {}).get("dynamic", ()) else None
    if attribute is None:
        return None
    module, _, name = str(attribute).rpartition(".")
    return root.joinpath(*module.split(".")).with_suffix(".py"), name


def _constant(path: Path, name: str) -> object:
    """Return the value that a module assigns to ``name``, read without importing it."""
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return None
    for node in tree.body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if any(isinstance(one, ast.Name) and one.id == name for one in targets):
            value = getattr(node, "value", None)
            return value.value if isinstance(value, ast.Constant) else None
    return None
