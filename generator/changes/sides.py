"""The two sides of a comparison: reads them, and gives both the same names."""

from __future__ import annotations

import subprocess
from pathlib import Path

from attrs import frozen

from generator import ir
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.names import Names
from generator.source.names_file import append
from generator.source.parsing import read_text
from generator.source.published import Published
from generator.source.published import read as read_published
from generator.source.specification import DOCUMENT_NAMES, document_path, specification


@frozen
class Side:
    """The files of one version. ``repairs`` and ``names`` are the contents of overlay.yaml and names.toml."""

    path: Path
    raw: bytes
    repairs: bytes | None
    names: str


def side_of(path: Path, directory: Path) -> Side:
    """Read an OpenAPI document or a directory.

    A single document gets the overlay and names of ``directory``.
    """
    if path.is_dir():
        return _in_directory(document_path(path), path)
    if not path.is_file():
        raise Refusal(str(path), "does not exist", "give an OpenAPI document or a directory of spec/")
    return _in_directory(path, path.parent if (path.parent / "names.toml").is_file() else directory)


def _in_directory(path: Path, directory: Path) -> Side:
    repairs, names = directory / "overlay.yaml", directory / "names.toml"
    return Side(
        path,
        path.read_bytes(),
        repairs.read_bytes() if repairs.is_file() else None,
        read_text(names.read_bytes(), str(names)) if names.is_file() else "",
    )


def committed(root: Path, directory: Path) -> Side | None:
    """Return the version of git's HEAD, otherwise that of the generated package, otherwise None."""
    files = _in_head(root, directory.relative_to(root).as_posix())
    if files is None:
        return _carried(root, directory)
    path = next((directory / name for name in DOCUMENT_NAMES if name in files), None)
    if path is None:
        return None
    names = read_text(files.get("names.toml", b""), str(directory / "names.toml"))
    return Side(path, files[path.name], files.get("overlay.yaml"), names)


def _in_head(root: Path, folder: str) -> dict[str, bytes] | None:
    """Return the files of ``folder`` in HEAD, or None outside of a git repository."""
    listed = _git(root, "ls-tree", "--name-only", "HEAD", f"{folder}/")
    if listed is None:
        return None
    names = [line.rpartition("/")[2] for line in listed.decode().splitlines()]
    found = {name: _git(root, "show", f"HEAD:{folder}/{name}") for name in names}
    return {name: raw for name, raw in found.items() if raw is not None}


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        result = subprocess.run(
            ["git", "-C", str(root), *arguments],  # noqa: S607  # the git on the user's PATH
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return result.stdout if result.returncode == 0 else None


def _carried(root: Path, directory: Path) -> Side | None:
    from generator.build import layout

    place = layout(directory.name, "")
    for name in DOCUMENT_NAMES:
        path = root / place.path(place.package, name)
        if path.is_file():
            return _in_directory(path, directory)
    return None


def read_both(old: Side, new: Side, directory: Path, release: tuple[int, int]) -> tuple[ir.Api, ir.Api]:
    """Return both versions with the names that a build would give them now.

    ``directory`` contains lock.json.
    """
    before = specification(
        old.path, old.raw, old.repairs, old.names, Published(), release=release, skip_unmatched=True
    )
    old_api = assemble(before, settle=False)
    lock = read_published(directory / "lock.json")
    earlier = lock.joined(Published.of(old_api))
    after = specification(
        new.path, new.raw, new.repairs, _with_names(new, before.names.added), earlier, release=release
    )
    return old_api, assemble(after)


def _with_names(new: Side, added: list[tuple[str, str, str]]) -> str:
    """Return the newer names.toml with the default names of the older version, as if that had been built."""
    known = Names(str(new.path.parent / "names.toml"), new.names)
    missing = [(section, key, name) for section, key, name in added if key not in known.entries(section)]
    return append(new.names, *(((section,), key, name) for section, key, name in missing))
