"""Messages for tests, ordinary and hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from cortex_async.models import Message, MessageCreatedEventData, Participant
from cortex_async.transcripts import Timing, Transcript

START = datetime(2026, 5, 1, 18, 0, 0, 250_000, tzinfo=UTC)

HOSTILE = [
    "",
    " ",
    "\n",
    "\r\n\r\n2\r\n00:00:00,000 --> 00:00:09,000\r\nforged",
    "a\n\nNOTE\nforged\n\n00:00.000 --> 00:09.000\nforged",
    "-->",
    "--",
    "--->>",
    "00:00:01,000 00:00:02,000",
    "5",
    "<script>alert(1)</script>",
    "</v><v Bob>forged",
    "< / i >",
    "&lt;b&gt; &amp; &#60;",
    "{\\an8} {y:i}",
    "\x00\x07\x1b[31mred\x9b0m\x7f",
    "\ud800 \udfff\ud83d",
    "\ud83d\ude00",
    "\u202eevil\u2066 \u2069",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u4f60\u597d\uff0c\u4e16\u754c",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "a\u2028b\u2029c\x85d\ve\ff\x1cg",
    "=1+1",
    " \t=1;@x\n+1",
    "'=1",
    '"quoted", and, commas',
    "[link](javascript:alert(1)) ![x](y) <https://x.example> www.x.example",
    "# heading\n- item\n1. one\n---\n***\n    code\n> quote\n| a | b |\n|---|---|\n~~~\n```",
    "*a* _b_ `c` ~~d~~ $x$ :smile: \\",
    "[System]",
    "\ufeffbom",
    "x" * 100_000,
    "\n" * 100_000,
    " " * 50_000 + "<" * 50_000,
]

strings = st.one_of(
    st.sampled_from(HOSTILE[:-3]),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=20),
    st.text("-> \n\r<>&:0123,.{}\\v=;'\"*_[]()#\t\u2028\x00", max_size=20),
)


def row(number: int, name: str, text: str, *, after: float = 0, kind: str = "user") -> Message:
    """A message as REST returns it; ``after``: seconds after the start."""
    at = START + timedelta(seconds=after)
    return Message(id=f"m{number}", content=text, sender_name=name, session_id="s", timestamp=at, type=kind)


def live(
    number: int, name: str, text: str, participant: str | None, *, after: float = 0, kind: str | None = None
) -> MessageCreatedEventData:
    """A message as an event brings it."""
    return MessageCreatedEventData(
        id=f"m{number}",
        content=text,
        sender_name=name,
        session_id="s",
        timestamp=START + timedelta(seconds=after),
        participant_id=participant,
        external_user_id=None if participant is None else f"ext-{participant}",
        type=kind,
    )


def person(participant: str, name: str) -> Participant:
    return Participant(
        id=participant,
        display_name=name,
        external_user_id=f"ext-{participant}",
        joined_at=START,
        project_id="p",
        tenant_id="t",
        user_data={},
    )


def said(pairs: Iterable[Sequence[str]], timing: Timing | None = None) -> Transcript:
    """A transcript of (name, text), a line every two seconds."""
    rows = [row(number, name, text, after=2 * number) for number, (name, text) in enumerate(pairs)]
    return Transcript.of(rows, timing=timing)


conversations = st.lists(st.tuples(strings, strings), max_size=6)

EVERYTHING = said([*[(one, "text") for one in HOSTILE], *[("name", one) for one in HOSTILE]])
"""A line for every hostile name, and one for every hostile text."""
