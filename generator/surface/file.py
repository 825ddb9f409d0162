"""spec/surface.json: the surface of the last release."""

from __future__ import annotations

import json
from pathlib import Path

from attrs import frozen

from generator.refusal import Refusal
from generator.source.parsing import read_json
from generator.surface.entry import Entry, Surface


@frozen
class Kept:
    """``version`` is the one that had this surface."""

    version: str
    surface: Surface


def surface_path(root: Path) -> Path:
    return root / "spec" / "surface.json"


def read_kept(root: Path) -> Kept:
    """Raises ``Refusal`` where there is no such file, or another one."""
    path = surface_path(root)
    try:
        stated = read_json(path.read_text("utf-8"))
        return Kept(
            str(stated["version"]), {name: Entry.of_json(row) for name, row in stated["names"].items()}
        )
    except OSError:
        raise Refusal(str(path), "does not exist", "make it: python -m generator surface --write") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refusal(
            str(path), f"cannot be read ({error})", "make it anew: python -m generator surface --write"
        ) from None


def text_of(kept: Kept) -> str:
    """One line for each name, so that a difference shows what it is about."""
    rows = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(entry.as_json(), ensure_ascii=False)}"
        for name, entry in sorted(kept.surface.items())
    )
    return f'{{\n  "version": {json.dumps(kept.version)},\n  "names": {{\n{rows}\n  }}\n}}\n'
