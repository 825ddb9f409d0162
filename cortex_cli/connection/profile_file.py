"""The file of profiles, which only its owner may read."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeGuard, cast

from cortex_cli.connection.file_lock import locked
from cortex_cli.failures import Failure

VERSION: Final = 1

FIELDS: Final = ("base_url", "project", "kind", "store", "item", "secret")
"""Of each entry, all strings.

item: the credential's name in the keyring. secret: the credential, if it is in the file.
"""

_PRIVATE: Final = 0o600


def path() -> Path:
    """The file: in ``CORTEX_CONFIG_DIR``, or where the system keeps the settings of programs."""
    folder = os.environ.get("CORTEX_CONFIG_DIR")
    if folder:
        return Path(folder) / "profiles.json"
    import click

    return Path(click.get_app_dir("cortex")) / "profiles.json"


def load() -> dict[str, dict[str, str]]:
    """Return the entries by name; none if there is no file.

    Raises ``Failure`` if the file cannot be read.
    """
    place = path()
    try:
        content = place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise Failure(f"{place} cannot be read: {error.strerror}") from None
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    members = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    version = members.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Failure(
            f"{place} is of a newer version of cortex: upgrade odin-cortex, or set CORTEX_CONFIG_DIR"
        )
    entries = members.get("profiles")
    if not _well_formed(entries):
        raise Failure(f"{place} is not a file of profiles: move it away and log in again")
    return entries


def readable_by_others() -> bool:
    """Return whether other users may read the file, as after a copy. The next login corrects that."""
    try:
        return os.name == "posix" and bool(path().stat().st_mode & 0o077)
    except OSError:
        return False


@contextmanager
def changing() -> Generator[dict[str, dict[str, str]]]:
    """The entries, to be changed; they are written at the end, as a whole or not at all.

    Other processes wait meanwhile. If the block raises, nothing is written.

    Raises ``Failure`` if they cannot be read or written.
    """
    place = path()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(place.with_suffix(".lock")):
            entries = load()
            yield entries
            _write(place, entries)
    except OSError as error:
        raise Failure(f"{place} cannot be written: {error.strerror}") from None


def _write(place: Path, entries: dict[str, dict[str, str]]) -> None:
    # Imported late: most commands only read.
    from cortex_async._core.files.whole_file import write_whole

    content = json.dumps({"version": VERSION, "profiles": entries}, indent=2) + "\n"
    if place.exists():
        # A file that replaces another one keeps its mode, and this one may have been copied from a backup.
        place.chmod(_PRIVATE)
    write_whole(place, content.encode(), _PRIVATE)


def _well_formed(entries: object) -> TypeGuard[dict[str, dict[str, str]]]:
    if not isinstance(entries, dict):
        return False
    return all(
        isinstance(entry, dict)
        and all(isinstance(cast("dict[str, object]", entry).get(name), str) for name in FIELDS)
        for entry in cast("dict[str, object]", entries).values()
    )
