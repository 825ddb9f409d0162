"""What all formats for people show in the same way: names, times and remarks."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from cortex_async.transcripts.formats.cleaning import one_line
from cortex_async.transcripts.values import Content, Line, Speaker

ENDS = "End times are inferred from the next line and reading speed: the API does not report them."
_MILLISECOND = timedelta(milliseconds=1)


def heading(content: Content) -> str:
    """The title in one line."""
    return one_line(content.title) or "Transcript"


def names(content: Content) -> dict[Speaker, str]:
    """The name that each speaker is shown with.

    Different participants with the same name are numbered: ``Ann``, ``Ann (2)``. ``Ann (?)`` may be any of
    them.
    """
    shown: dict[Speaker, str] = {}
    given: dict[tuple[str, object], str] = {}
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for speaker in content.speakers:
        plain = one_line(speaker.name) or "(no name)"
        who = (plain, speaker.id or speaker.external_user_id or (speaker.name,))
        name = given.get(who) or (f"{plain} (?)" if speaker.ambiguous else plain)
        while who not in given and name in taken:
            counts[plain] += 1
            name = f"{plain} ({counts[plain] + 1})"
        taken.add(name)
        given[who] = shown[speaker] = name
    return shown


def remarks(content: Content, shown: dict[Speaker, str]) -> list[str]:
    """What readers have to know about the speakers."""
    return [
        f"{shown[speaker]}: {len(speaker.candidates)} participants have this name; "
        "which of them spoke is unknown."
        for speaker in content.speakers
        if speaker.ambiguous
    ]


def milliseconds(content: Content, at: datetime) -> int:
    """Milliseconds from the origin, negative before it; rounded down."""
    return (at - (content.origin or at)) // _MILLISECOND


def stamp(total: int, separator: str) -> str:
    """Milliseconds as subtitles write them: ``00:00:01.500``."""
    seconds, rest = divmod(total, 1000)
    return f"{clock(seconds)}{separator}{rest:03d}"


def clock(seconds: int) -> str:
    """Seconds as ``00:00:01``."""
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minute:02d}:{second:02d}"


def offset(content: Content, line: Line) -> str:
    """When a line starts, counted from the origin: ``00:00:01``."""
    return clock(milliseconds(content, line.start) // 1000)


def iso(at: datetime) -> str:
    """RFC 3339 in UTC, with microseconds only if there are any: ``2026-05-01T18:00:00.250Z``."""
    digits = "microseconds" if at.microsecond % 1000 else "milliseconds"
    # Without +00:00.
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec=digits)[:-6] + "Z"


def about(content: Content) -> list[str]:
    """Facts for the head of a page: when it begins, and which session it is."""
    named = f"Session {content.session_id}"
    facts = [one_line(named)] if content.session_id and content.title != named else []
    if content.origin is not None:
        facts.append(f"Times count from {content.origin.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")
    return facts
