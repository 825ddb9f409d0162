"""People who talk, and what of them is anywhere in a directory."""

from __future__ import annotations

import json
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

import pyarrow.parquet
from attrs import frozen

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope

MARK = "CANARY"
"""In everything that must not be found any more."""


@frozen
class Person:
    """Somebody who plays. name: display name, which another person may have as well."""

    user: str
    name: str

    def text(self, number: int) -> str:
        return f"{MARK} {self.user[-3:]}.{number}"


ANN = Person("user-ann-5d1", "Änn <Ann-5d1>")
BOB = Person("user-bob-77c", "Bob & Bob-77c")
SAM = Person("user-sam-1aa", "Sam")
SAMMY = Person("user-sam-2bb", "Sam")
PEOPLE = (ANN, BOB, SAM, SAMMY)


def participant_id(project: ProjectScope, person: Person) -> str:
    found = project.participants.list(search=person.user)
    return next(one.id for one in found if one.external_user_id == person.user)


def begin(emulator: ThreadedEmulator, project: ProjectScope, *people: Person, title: str = "Raid") -> str:
    """A session that people join."""
    session = project.sessions.create(title=title, external_room_id="room")
    emulator.settle()
    for person in people:
        emulator.join(session.id, person.user, person.name)
    return session.id


def contents(folder: Path) -> dict[str, str]:
    """Everything that is in the files of a directory, decompressed, by path."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): _readable(one) for one in files}


def _readable(path: Path) -> str:
    raw = path.read_bytes()
    found = [raw.decode("utf-8", "replace"), path.name]
    if path.suffix == ".parquet":
        rows = pyarrow.parquet.ParquetFile(BytesIO(raw)).read().to_pylist()
        found.append(json.dumps(rows, default=str, ensure_ascii=False))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(found)


def traces(folder: Path, *strings: str) -> list[tuple[str, str]]:
    """Which strings are in which files, in any of the spellings that formats have."""
    spellings = {
        one: {one, escape(one), json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1]}
        for one in strings
    }
    return [
        (path, one)
        for path, content in contents(folder).items()
        for one, spelled in spellings.items()
        if any(spelling in content for spelling in spelled)
    ]
