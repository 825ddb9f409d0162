"""The file of profiles, which only its owner may read."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeGuard, cast

from cortex_cli.failures import Failure

VERSION: Final = 1
_FIELDS: Final = ("base_url", "project", "kind", "store", "secret")
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
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Failure(f"{place} cannot be read: {error.strerror}") from None
    try:
        found: object = json.loads(content)
    except ValueError:
        found = None
    entries = cast("dict[str, object]", found).get("profiles") if isinstance(found, dict) else None
    if not _well_formed(entries):
        raise Failure(f"{place} is no file of profiles: remove it and log in again")
    return entries


@contextmanager
def changing() -> Generator[dict[str, dict[str, str]]]:
    """The entries, to be changed; they are written at the end, as a whole or not at all.

    Raises ``Failure`` if they cannot be written.
    """
    from cortex_async._core.files.whole_file import check_writable, write_whole

    entries, place = load(), path()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_writable(place)
    except OSError as error:
        raise Failure(f"{place} cannot be written: {error.strerror}") from None
    yield entries
    content = json.dumps({"version": VERSION, "profiles": entries}, indent=2) + "\n"
    try:
        if place.exists():
            # A file that replaces another one keeps its mode, and this one may have been copied from a backup.
            place.chmod(_PRIVATE)
        write_whole(place, content.encode(), _PRIVATE)
    except OSError as error:
        raise Failure(f"{place} cannot be written: {error.strerror}") from None


def _well_formed(entries: object) -> TypeGuard[dict[str, dict[str, str]]]:
    if not isinstance(entries, dict):
        return False
    return all(
        isinstance(entry, dict)
        and all(isinstance(cast("dict[str, object]", entry).get(name), str) for name in _FIELDS)
        for entry in cast("dict[str, object]", entries).values()
    )
