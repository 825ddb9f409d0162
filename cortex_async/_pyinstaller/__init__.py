"""Hooks for PyInstaller, which finds them by an entry point and reads them by their file names.

What it cannot find by itself are modules that are looked up by name (models, decoders, what the packages
export) and files that are read. What only one part needs comes with that part: a program that does not use
the emulator does not hold its dependencies.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

APART = (
    "_pyinstaller",
    "contrib",
    "emulator",
    "evidence",
    "integrations",
    "limits",
    "pytest_plugin",
    "relay",
    "tables",
    "testing",
    "webhooks",
)
"""Parts of the packages that come only with programs that import them."""


def hook_dirs() -> list[str]:
    """Where the hooks are."""
    return [str(Path(__file__).parent)]


def modules(package: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Every module of ``package``, but for those parts of it. Imports none of them."""
    found: set[str] = set()
    for folder in _folders(package):
        for path in folder.rglob("*.py"):
            parts = path.relative_to(folder).with_suffix("").parts
            if parts[0] not in without and "__pycache__" not in parts:
                found.add(".".join((package, *(parts[:-1] if parts[-1] == "__init__" else parts))))
    return sorted(found)


def files(package: str, *names: str) -> list[tuple[str, str]]:
    """(path, folder in the program) of files that ``package`` reads."""
    return [(str(folder / name), package.replace(".", "/")) for folder in _folders(package) for name in names]


def _folders(package: str) -> list[Path]:
    spec = find_spec(package)
    return [Path(folder) for folder in (spec.submodule_search_locations if spec else None) or ()]
