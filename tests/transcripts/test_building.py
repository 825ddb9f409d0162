"""Transcripts from messages of every source, and who spoke them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any, cast

import pytest
from attrs import evolve

from cortex_async import ArgumentError
from cortex_async.events import MessageCreatedEvent
from cortex_async.models import MessageCreatedPayload
from cortex_async.transcripts import Speaker, Transcript
from tests.transcripts.made import START, live, person, row, said


def event(number: int, name: str, text: str, participant: str | None) -> MessageCreatedEvent:
    return MessageCreatedEvent(
        id=f"e{number}",
        payload=MessageCreatedPayload(action="created", data=live(number, name, text, participant)),
        resource_id=f"message:m{number}",
        source="cortex:bot",
        tenant_id="t",
        timestamp=START,
        type="message.created",
    )


def speakers(*messages: Any, people: Any = ()) -> list[Speaker]:
    return [line.speaker for line in Transcript.of(messages, participants=people).lines]


def test_an_event_says_who_spoke() -> None:
    known = Speaker(name="Ann", id="p1", external_user_id="ext-p1", id_source="event")
    assert speakers(live(1, "Ann", "hi", "p1"), event(2, "Ann", "hi", "p1")) == [known, known]


def test_a_name_that_one_participant_has_says_who_spoke() -> None:
    people = [person("p1", "Ann"), person("p2", "Bob")]
    expected = Speaker(name="Ann", id="p1", external_user_id="ext-p1", id_source="name")
    assert speakers(row(1, "Ann", "hi"), people=people) == [expected]


def test_a_name_that_an_event_brought_says_who_spoke_earlier() -> None:
    before, after = speakers(row(1, "Ann", "hi"), live(2, "Ann", "hi", "p1", after=1))
    assert (before.id, before.external_user_id, before.id_source) == ("p1", "ext-p1", "name")
    assert after.id_source == "event"


def test_a_name_of_several_participants_is_ambiguous() -> None:
    people = [person("p1", "Ann"), person("p2", "Ann")]
    (found,) = speakers(row(1, "Ann", "hi"), people=people)
    assert found == Speaker(name="Ann", candidates=("p1", "p2"))
    assert found.ambiguous
    assert speakers(live(1, "Ann", "hi", "p2"), people=people)[0].id == "p2"


@pytest.mark.parametrize("name", ["Ann", "", "ann ", "\ud800"])
def test_a_name_that_nobody_has_stays_without_an_id(name: str) -> None:
    (found,) = speakers(row(1, name, "hi"), people=[person("p1", "ann")])
    assert found == Speaker(name=name)
    assert not found.ambiguous


def test_a_participant_called_system_is_not_the_system() -> None:
    people = [person("p1", "[System]")]
    system, user = speakers(
        row(1, "[System]", "x joined", kind="system"), row(2, "[System]", "hi"), people=people
    )
    assert (system.id, user.id) == (None, "p1")


def test_only_those_who_speak_are_speakers() -> None:
    made = Transcript.of(
        [row(1, "[System]", "x joined", kind="system"), row(2, "Ann", "hi"), row(3, "Ann", "ho")]
    )
    assert [one.name for one in made.speakers] == ["Ann"]
    assert [line.kind for line in made.lines] == ["system", "user", "user"]
    assert [line.id for line in made.spoken().lines] == ["m2", "m3"]


def test_the_type_of_an_event_is_user_unless_it_says_otherwise() -> None:
    made = Transcript.of([live(1, "Ann", "hi", "p1"), live(2, "[System]", "x left", None, kind="system")])
    assert [line.kind for line in made.lines] == ["user", "system"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_message_from_two_sources_counts_once_and_keeps_its_ids(order: int) -> None:
    both: list[Any] = [row(1, "Ann", "hi"), live(1, "Ann", "hi", "p1")]
    (line,) = Transcript.of(both[::order]).lines
    assert (line.speaker.id, line.speaker.id_source) == ("p1", "event")


def test_a_transcript_is_a_plain_value() -> None:
    made = said([("Ann", "hi")])
    assert pickle.loads(pickle.dumps(made)) == made
    assert repr(made).startswith("Transcript(lines=<1 lines>, session_id='s', timing=Timing(")
    with pytest.raises(AttributeError):
        made.lines = ()  # type: ignore[misc]  # frozen


def test_nothing_said_is_a_transcript_too() -> None:
    empty = Transcript.of([])
    assert (empty.lines, empty.session_id, empty.title, empty.origin) == ((), None, "Transcript", None)


@pytest.mark.parametrize(
    ("messages", "message"),
    [
        (5, "messages must be an iterable of messages, got 5"),
        (["hi"], r"messages\[0\] must be a message, its event data, or a message.created event, got a str"),
        ([row(1, "A", "x"), None], r"messages\[1\] must be .*, got None"),
        (
            [evolve(row(1, "A", "x"), timestamp=cast("Any", "now"))],
            r"messages\[0\].timestamp must be an aware datetime, got a str",
        ),
        (
            [evolve(row(1, "A", "x"), timestamp=START.replace(tzinfo=None))],
            r"messages\[0\].timestamp must be an aware datetime, got datetime",
        ),
        (
            [row(1, "A", "x"), evolve(row(2, "A", "x"), session_id="other")],
            "messages must be of one session, 's', got 'other'",
        ),
    ],
)
def test_what_is_no_message_is_refused(messages: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{message}"):
        Transcript.of(messages)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"session": "s"}, "session must be a Session or None, got a str"),
        ({"participants": 5}, "participants must be an iterable of participants, got 5"),
        ({"participants": ["ann"]}, r"participants\[0\] must be a Participant, got a str"),
        ({"annotations": []}, "annotations must be a mapping from message ids or None, got a list"),
    ],
)
def test_what_does_not_belong_to_a_transcript_is_refused(options: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{message}$"):
        Transcript.of([row(1, "A", "x")], **options)


def test_importing_it_loads_no_library_and_no_model() -> None:
    look = "import cortex_async.transcripts, sys\nprint(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    loaded = set(printed.split())
    assert not loaded & {"aiohttp", "asyncio", "cattrs", "csv", "orjson", "pyarrow"}
    assert not [name for name in loaded if "_generated.models." in name or "transcripts.formats" in name]
