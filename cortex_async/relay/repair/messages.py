"""Finds messages that were said and not published."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from cortex_async.feeds.people import People
from cortex_async.relay.items import Item
from cortex_async.relay.known import LATENESS, earliest
from cortex_async.relay.repair.listing import Row, Rows
from cortex_async.relay.synthetic import gap, made
from cortex_async.relay.versions import ACTIVE, SESSIONS, Changes, name_of, said, seconds_of

MAX_CONCURRENT: Final = 4
CREATED: Final = "message.created"


@frozen
class Spoken:
    """The messages of a project.

    people: finds the ids of speakers, which messages in responses do not have.
    """

    project: str
    rows: Rows
    people: People
    _slots: asyncio.Semaphore = field(factory=lambda: asyncio.Semaphore(MAX_CONCURRENT))

    async def missing(
        self,
        sessions: Iterable[Row],
        known: Mapping[str, str],
        before: Mapping[str, str],
        since: float,
        until: float,
    ) -> list[Item]:
        """Return the messages that are not known, and a gap for each session that was deleted meanwhile.

        sessions: those that exist.
        before: what was known before the repair, ``known`` what is known by now.
        """
        listed = {row["id"]: row for row in sessions}
        spoken_in = {
            version.rpartition("@")[0] for name, version in known.items() if self._is(name, "message")
        }
        recent = [
            key
            for key, row in listed.items()
            if key in spoken_in or self._may_have_news(key, row, before, since)
        ]
        gone = [
            key
            for name, version in before.items()
            if self._is(name, "session")
            and (key := name.partition("/session:")[2]) not in listed
            and (version.startswith(ACTIVE) or key in spoken_in)
        ]
        found = await asyncio.gather(*(self._of_session(key, known, since, until) for key in recent))
        lost = [gap(self.project, since, until, [CREATED], "deleted", session=key) for key in gone]
        return [item for items in found for item in items] + lost

    def _is(self, name: str, kind: str) -> bool:
        return name.startswith(name_of(self.project, f"{kind}:"))

    def _may_have_news(self, key: str, row: Row, before: Mapping[str, str], since: float) -> bool:
        created = seconds_of(row.get(SESSIONS.created))
        if row.get("status") != "ended" or created is None or created >= since - LATENESS:
            return True
        version = before.get(name_of(self.project, f"session:{key}"))
        return version is not None and version != SESSIONS.version(row)

    async def _of_session(
        self, session: str, known: Mapping[str, str], since: float, until: float
    ) -> list[Item]:
        async with self._slots:
            rows = await self.rows.messages(session)
        if rows is None:
            return [gap(self.project, since, until, [CREATED], "deleted", session=session)]
        fresh = [row for row in rows if self._is_fresh(row, known, since)]
        names = {row["senderName"] for row in fresh if isinstance(row.get("senderName"), str)}
        speakers = await self.people.find(names)
        items: list[Item] = []
        for row in fresh:
            speaker = speakers.find(str(row.get("senderName")), None, None, str(row.get("type") or "user"))
            data = {
                **row,
                "sessionId": session,
                "participantId": speaker.id,
                "externalUserId": speaker.external_user_id,
            }
            resource, at = f"message:{row['id']}", seconds_of(row.get("timestamp"))
            version = said(session, row.get("timestamp"))
            changes: Changes = {name_of(self.project, resource): version}
            items.append(made(self.project, CREATED, resource, data, "", at or until, changes))
        return items

    def _is_fresh(self, row: Row, known: Mapping[str, str], since: float) -> bool:
        at = seconds_of(row.get("timestamp"))
        fresh = at is None or at >= earliest(self.project, known, since)
        return fresh and name_of(self.project, f"message:{row['id']}") not in known
