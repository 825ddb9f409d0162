"""Finds messages that were said and not published."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection, Container, Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from attrs import frozen

from cortex_async._core.runtime.together import together
from cortex_async.feeds.people import People
from cortex_async.relay.items import Item
from cortex_async.relay.known import LATENESS
from cortex_async.relay.repair.listing import Row, Rows
from cortex_async.relay.synthetic import gap, made
from cortex_async.relay.versions import ACTIVE, SESSIONS, Changes, name_of, said, seconds_of

MAX_CONCURRENT: Final = 4
PART: Final = 1000
"""Messages, or sessions, after which a part ends: an outage may have lasted for hours."""

CREATED: Final = "message.created"


@frozen
class Spoken:
    """The messages of a project.

    people: finds the ids of speakers, which messages in responses do not have.
    """

    project: str
    rows: Rows
    people: People

    def spoken_in(self, *known: Mapping[str, str]) -> set[str]:
        """Return the ids of the sessions of known messages."""
        prefix = self._name("message:")
        each = chain.from_iterable(one.items() for one in known)
        return {version.rpartition("@")[0] for name, version in each if name.startswith(prefix)}

    def sessions_with_news(
        self, sessions: Mapping[str, Row], spoken_in: Container[str], before: Mapping[str, str], since: float
    ) -> list[str]:
        """Return the ids of the sessions that may have messages which are not known.

        sessions: those that exist, by id.
        spoken_in: those of messages that are known by now.
        before: what was known when events were missed.
        """
        return [
            key
            for key, row in sessions.items()
            if key in spoken_in or self._may_have_news(key, row, before, since)
        ]

    def unknown(
        self, sessions: Iterable[str], before: Mapping[str, str], others: Collection[str]
    ) -> list[str]:
        """Return the ids of sessions that were not known when events were missed, without ``others``."""
        known = {*others, *(name.removeprefix(self._name("session:")) for name in before)}
        return [key for key in sessions if key not in known]

    def deleted(
        self,
        sessions: Container[str],
        spoken_in: Container[str],
        before: Mapping[str, str],
        since: float,
        until: float,
    ) -> dict[str, Item]:
        """Return a gap for each session that was deleted meanwhile, by its name; parameters as above."""
        prefix = self._name("session:")
        gone = {
            name: key
            for name, version in before.items()
            if name.startswith(prefix)
            and (key := name.removeprefix(prefix)) not in sessions
            and (version.startswith(ACTIVE) or key in spoken_in)
        }
        return {
            name: gap(self.project, since, until, [CREATED], "deleted", session=key)
            for name, key in gone.items()
        }

    async def missing(
        self,
        sessions: Sequence[str],
        is_missing: Callable[[str, float | None], bool],
        since: float,
        until: float,
    ) -> AsyncGenerator[tuple[list[str], list[Item]]]:
        """Yield sessions with their messages that are missing, a bounded number at a time.

        is_missing: for the name of a message, and when it was said.
        """
        keys: list[str] = []
        items: list[Item] = []
        for at in range(0, len(sessions), MAX_CONCURRENT):
            some = sessions[at : at + MAX_CONCURRENT]
            found = await together(self._of_session(key, is_missing, since, until) for key in some)
            keys += some
            items += chain.from_iterable(found)
            if max(len(items), len(keys)) >= PART:
                yield keys, items
                keys, items = [], []
        if keys:
            yield keys, items

    def _name(self, resource: str) -> str:
        return name_of(self.project, resource)

    def _may_have_news(self, key: str, row: Row, before: Mapping[str, str], since: float) -> bool:
        created = seconds_of(row.get(SESSIONS.created))
        if row.get("status") != "ended" or created is None or created >= since - LATENESS:
            return True
        version = before.get(self._name(f"session:{key}"))
        return version is not None and version != SESSIONS.version(row)

    async def _of_session(
        self, session: str, is_missing: Callable[[str, float | None], bool], since: float, until: float
    ) -> list[Item]:
        rows = await self.rows.messages(session)
        if rows is None:
            return [gap(self.project, since, until, [CREATED], "deleted", session=session)]
        fresh = [
            row
            for row in rows
            if is_missing(self._name(f"message:{row['id']}"), seconds_of(row.get("timestamp")))
        ]
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
            changes: Changes = {self._name(resource): version}
            items.append(made(self.project, CREATED, resource, data, "", at or until, changes))
        return items
