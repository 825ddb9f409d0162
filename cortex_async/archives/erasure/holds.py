"""Legal holds: ``.cortex-archive/holds.json``, which names people and is readable by its owner alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

import orjson
from attrs import asdict

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.strings.wire_strings import identifier, in_utc
from cortex_async._core.strings.wording import printable, shortened
from cortex_async._core.timing.clock import unix
from cortex_async.archives.erasure.hashes import Hashes
from cortex_async.archives.erasure.tombstones import read_tombstones
from cortex_async.archives.erasure.values import Hold
from cortex_async.archives.errors import ArchiveDamaged, ArchiveError, ArchiveHeld
from cortex_async.archives.state import FOLDER, State
from cortex_async.archives.storage.interface import Storage

HOLDS: Final = f"{FOLDER}/holds.json"
_LONGEST = 200


def now() -> datetime:
    """The time by this machine's clock, in UTC."""
    return datetime.fromtimestamp(unix(), UTC)


class Holding:
    """The holds of an archive. All methods block."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def place(self, external_user_id: str, reason: str, until: datetime | None) -> Hold:
        """Place a hold. Errors are those of ``Archive.hold``."""
        hold = _checked(external_user_id, reason, until)
        with self._locked():
            self._check_not_begun(hold.external_user_id)
            self._write({**self.in_force(), hold.external_user_id: hold})
        return hold

    def release(self, external_user_id: str) -> Hold:
        """End a hold. Errors are those of ``Archive.release``."""
        person = identifier(external_user_id, "external_user_id")
        with self._locked():
            holds = self.in_force()
            if person not in holds:
                raise KeyError(f"no hold on {person!r}")
            found = holds.pop(person)
            self._write(holds)
        return found

    def listed(self) -> list[Hold]:
        """The holds in force, in order of their beginning."""
        return sorted(self.in_force().values(), key=lambda one: (one.since, one.external_user_id))

    def in_force(self) -> dict[str, Hold]:
        """The holds in force, by person. Raises ``ArchiveDamaged``."""
        content = self._storage.read(HOLDS)
        if content is None:
            return {}
        try:
            found = [_hold(one) for one in orjson.loads(content)["holds"]]
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ArchiveDamaged(
                f"{HOLDS} in the archive {self._storage.where} cannot be used, it is no list of holds: "
                "restore it from a backup, since nobody may be erased whom it names"
            ) from None
        present = now()
        return {one.external_user_id: one for one in found if one.until is None or one.until > present}

    def check(self, external_user_id: str) -> None:
        """Raise ``ArchiveHeld`` if there is a hold on a person."""
        hold = self.in_force().get(external_user_id)
        if hold is not None:
            until = "" if hold.until is None else f", until {hold.until:%Y-%m-%d %H:%M} UTC"
            raise ArchiveHeld(
                f"external_user_id {shortened(printable(external_user_id), _LONGEST)!r} is under a legal "
                f"hold since {hold.since:%Y-%m-%d}{until}: {shortened(printable(hold.reason), _LONGEST)}"
            )

    def _check_not_begun(self, external_user_id: str) -> None:
        hashes = Hashes.of(self._storage)
        if hashes is None:
            return
        found = read_tombstones(self._storage).get(hashes.user(external_user_id))
        if found is not None and found.pending:
            raise ArchiveError(
                f"external_user_id is being erased from the archive {self._storage.where}: it is too "
                "late to hold it"
            )

    def _locked(self) -> Any:
        if State(self._storage).identity() is None:
            raise ArchiveError(f"there is no archive in {self._storage.where}: update it first")
        return self._storage.lock()

    def _write(self, holds: Mapping[str, Hold]) -> None:
        content = {"version": 1, "holds": [asdict(holds[one]) for one in sorted(holds)]}
        self._storage.write(HOLDS, orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n", private=True)


def _checked(external_user_id: object, reason: object, until: object) -> Hold:
    if not isinstance(reason, str):
        raise wrong_type("reason", "a string", reason)
    if not reason.strip():
        raise wrong_value("reason", "a non-empty string", reason)
    if until is not None and not isinstance(until, datetime):
        raise wrong_type("until", "an aware datetime or None", until)
    since = now()
    ends = None if until is None else in_utc(until, "until")
    if ends is not None and ends <= since:
        raise wrong_value("until", "in the future", ends.isoformat())
    return Hold(
        external_user_id=identifier(external_user_id, "external_user_id"),
        reason=identifier(reason, "reason"),
        since=since,
        until=ends,
    )


def _hold(values: Mapping[str, Any]) -> Hold:
    until = values["until"]
    return Hold(
        external_user_id=cast("str", values["external_user_id"]),
        reason=cast("str", values["reason"]),
        since=datetime.fromisoformat(values["since"]),
        until=None if until is None else datetime.fromisoformat(until),
    )
