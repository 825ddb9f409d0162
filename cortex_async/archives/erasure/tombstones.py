"""Whom an archive has erased: ``.cortex-archive/erased.json``, and for messages a file for each day.

A tombstone is written before anything is erased, and marked as pending until the receipt is written. So an
erasure that was killed is known to the next run, which needs nothing but the hashes to complete it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

import orjson
from attrs import asdict, frozen

from cortex_async.archives.erasure.values import Undecided
from cortex_async.archives.errors import ArchiveDamaged
from cortex_async.archives.state import FOLDER
from cortex_async.archives.storage.interface import Storage

ERASED_PEOPLE: Final = f"{FOLDER}/erased.json"
ERASED_MESSAGES: Final = f"{FOLDER}/erased"

Messages = Mapping[str, Mapping[str, frozenset[str]]]
"""Hashes of erased messages of a day: by session id, and by the hash of the person."""


@frozen(kw_only=True)
class Tombstone:
    """Somebody who was erased, in keyed hashes.

    id: id of the erasure.
    person: the external user id.
    participants: ids as a participant.
    names: display names that nobody else had. shared_names: those that others had, too.
    placeholder, undecided: as asked for.
    began_at: when the erasure began.
    pending: whether it is not complete.
    evidence: paths of directories and bundles that a pending one concerns.
    """

    id: str
    person: str
    participants: tuple[str, ...]
    names: tuple[str, ...]
    shared_names: tuple[str, ...]
    placeholder: bool
    undecided: Undecided
    began_at: datetime
    pending: bool
    evidence: tuple[str, ...] = ()


def read_tombstones(storage: Storage) -> dict[str, Tombstone]:
    """The tombstones of an archive by the hash of the person. Raises ``ArchiveDamaged``."""
    content = storage.read(ERASED_PEOPLE)
    if content is None:
        return {}
    try:
        found = [_tombstone(one) for one in orjson.loads(content)["people"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _damaged(storage, ERASED_PEOPLE) from None
    return {one.person: one for one in found}


def write_tombstones(storage: Storage, tombstones: Iterable[Tombstone]) -> None:
    """Replace the tombstones of an archive."""
    ordered = sorted(tombstones, key=lambda one: one.person)
    content = {"version": 1, "people": [asdict(one) for one in ordered]}
    storage.write(ERASED_PEOPLE, orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def read_messages(storage: Storage, day: date) -> Messages:
    """The hashes of erased messages of a day. Raises ``ArchiveDamaged``."""
    path = _messages_path(day)
    content = storage.read(path)
    if content is None:
        return {}
    try:
        found = cast("dict[str, dict[str, list[str]]]", orjson.loads(content))
        return {
            session_id: {person: frozenset(map(str, hashes)) for person, hashes in people.items()}
            for session_id, people in found.items()
        }
    except (AttributeError, TypeError, ValueError):
        raise _damaged(storage, path) from None


def add_messages(storage: Storage, day: date, added: Messages) -> None:
    """Add hashes of erased messages to those of a day. Nothing is written if they are known."""
    if not added:
        return
    made = {session_id: dict(people) for session_id, people in read_messages(storage, day).items()}
    changed = False
    for session_id, people in added.items():
        known = made.setdefault(session_id, {})
        for person, hashes in people.items():
            before = known.get(person, frozenset())
            known[person] = before | hashes
            changed = changed or known[person] != before
    if changed:
        content = {
            one: {person: sorted(all_) for person, all_ in people.items()} for one, people in made.items()
        }
        storage.write(_messages_path(day), orjson.dumps(content, option=orjson.OPT_SORT_KEYS) + b"\n")


def _messages_path(day: date) -> str:
    return f"{ERASED_MESSAGES}/{day.isoformat()}.json"


def _tombstone(values: dict[str, Any]) -> Tombstone:
    for name in _LISTS:
        values[name] = tuple(map(str, values[name]))
    values["began_at"] = datetime.fromisoformat(values["began_at"])
    return Tombstone(**values)


_LISTS: Final = ("participants", "names", "shared_names", "evidence")


def _damaged(storage: Storage, path: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"{path} in the archive {storage.where} cannot be used, it is not what an archive writes there: "
        "restore it from a backup, since it says who was erased"
    )
