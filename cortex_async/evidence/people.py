"""Whom the evidence is about, and the sanctions of that person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from cortex_async.evidence.free_form import cleaned
from cortex_async.evidence.known_events import KnownEvents
from cortex_async.evidence.source import Source
from cortex_async.evidence.values import Person
from cortex_async.transcripts import Line

if TYPE_CHECKING:
    from cortex_async.models import Sanction


def person_of(
    source: Source, line: Line | None, sanction: Sanction | None, events: KnownEvents, message_id: str | None
) -> Person | None:
    """The person, None if it is not known, which is noted."""
    if sanction is not None and (sanction.external_user_id or sanction.participant_id):
        return _sanctioned(sanction, line)
    if line is None:
        participant_id, external_user_id = events.speaker_of(message_id or "")
        if participant_id is None and external_user_id is None:
            source.note("person", "the line is not known, and so who spoke it")
            return None
        return Person(
            name="", participant_id=participant_id, external_user_id=external_user_id, known_from="event"
        )
    speaker = line.speaker
    if speaker.id_source is None:
        source.note("person", _why_unknown(line))
        return None
    return Person(
        name=speaker.name,
        participant_id=speaker.id,
        external_user_id=speaker.external_user_id,
        known_from=speaker.id_source,
    )


def _sanctioned(sanction: Sanction, line: Line | None) -> Person:
    info = sanction.participant
    return Person(
        name=info.display_name if info is not None else line.speaker.name if line is not None else "",
        participant_id=sanction.participant_id,
        external_user_id=sanction.external_user_id or (info.external_user_id if info is not None else None),
        known_from="sanction",
    )


def _why_unknown(line: Line) -> str:
    if line.kind == "system":
        return "the line is a message of the system"
    named = len(line.speaker.candidates)
    who = f"{named} participants have" if named else "no participant has"
    return f"{who} the name of the sender, and no event with the id of the sender was passed"


async def sanctions_of(
    source: Source, person: Person | None, sanction: Sanction | None
) -> tuple[Sanction, ...]:
    """All sanctions of the person, oldest first; ``sanction`` itself in any case."""
    found: list[Sanction] = [] if sanction is None else [sanction]
    if person is None:
        source.note("sanctions", "the person is not known, and so whose sanctions to fetch")
    else:
        fetch = partial(source.sanctions_of, person.participant_id, person.external_user_id)
        nothing: list[Sanction] = []
        found += await source.optional("sanctions", "sanctions of the person", fetch, nothing)
    distinct = {one.id: cleaned(_without_user_data(one)) for one in found}
    return tuple(sorted(distinct.values(), key=lambda one: (one.created_at, one.id)))


def _without_user_data(sanction: Sanction) -> Sanction:
    """What a game stores about a person is no evidence."""
    if sanction.participant is None:
        return sanction
    return evolve(sanction, participant=evolve(sanction.participant, user_data=None))
