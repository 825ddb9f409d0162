"""Whole transcripts from the API, async and blocking, against the emulator."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from cortex_async import ArgumentError, CortexClient, NotFound, ProjectScope
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.transcripts import Timing, Transcript, fetching
from cortex_sync import ProjectScope as SyncProject
from cortex_sync import transcripts as sync_transcripts
from tests.transcripts.made import HOSTILE


def calls(emulator: Emulator) -> Counter[str]:
    """The operations that were called since ``emulator.requests.clear()``."""
    return Counter(one.operation or "none" for one in emulator.requests)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator() as running:
        yield running


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client.project(emulator.project_id)


async def begun(project: ProjectScope, title: str = "Friday match") -> str:
    return (await project.sessions.create(title=title, external_room_id="room")).id


async def test_a_transcript_has_everything_that_was_said(emulator: Emulator, project: ProjectScope) -> None:
    session = await begun(project)
    first = await emulator.say(session, "ann", "hello")
    await emulator.say(session, "bob", "hi")
    made = await project.sessions.transcript(session)
    assert made.title == "Friday match"
    assert made.session is not None
    assert [(line.kind, line.text) for line in made.lines] == [
        ("system", "ann joined"), ("user", "hello"), ("system", "bob joined"), ("user", "hi"),
    ]  # fmt: skip
    ann = made.lines[1].speaker
    assert made.lines[1].id == first["id"]
    assert (ann.name, ann.external_user_id, ann.id_source) == ("ann", "ann", "name")
    assert ann.id == (await project.participants.list(search="ann")).items[0].id
    assert made.lines[1].annotations is None


async def test_annotations_come_when_asked_for(
    emulator: Emulator, project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "BATCH", 2)
    session = await begun(project)
    for text in ("one", "two"):
        message = await emulator.say(session, "ann", text)
        await emulator.annotate(message["id"], "toxicity", {"text": text})
    made = await project.sessions.transcript(session, annotations=True)
    assert [[one.data for one in line.annotations or ()] for line in made.lines] == [
        [], [{"text": "one"}], [{"text": "two"}],
    ]  # fmt: skip


async def test_two_participants_of_one_name_are_ambiguous(emulator: Emulator, project: ProjectScope) -> None:
    session = await begun(project)
    for user in ("u1", "u2"):
        await emulator.join(session, user, "Ann")
        await emulator.say(session, user, "hi")
    made = (await project.sessions.transcript(session)).spoken()
    assert [line.speaker.id for line in made.lines] == [None, None]
    people = {one.id for one in await project.participants.list().all()}
    assert set(made.lines[0].speaker.candidates) == people

    async with project.sessions.watch_messages(session) as live:
        await emulator.say(session, "u2", "it is me")
        await live.wait_until(lambda messages: any(one.content == "it is me" for one in messages.values()))
        watched = Transcript.of(live.value.values())
    assert watched.lines[-1].speaker.external_user_id == "u2"


@pytest.mark.parametrize("others", [0, 5])
async def test_names_are_searched_for_only_in_large_projects(
    others: int, emulator: Emulator, project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAGE_SIZE", 3)
    session = await begun(project)
    for number in range(others):
        await project.participants.create(external_user_id=f"other-{number}")
    for name in ("ann", "ann-marie"):
        await emulator.say(session, name, "hi")
    emulator.requests.clear()
    made = await project.sessions.transcript(session, timeout=5)
    assert [line.speaker.external_user_id for line in made.spoken().lines] == ["ann", "ann-marie"]
    listed = 3 if others else 1
    assert calls(emulator) == {"getSession": 1, "getMessages": 1, "listParticipants": listed}


async def test_participants_that_are_there_are_not_fetched(emulator: Emulator, project: ProjectScope) -> None:
    session = await begun(project)
    await emulator.say(session, "ann", "hi")
    people = await project.participants.list().all()
    emulator.requests.clear()
    made = await project.sessions.transcript(session, participants=people)
    assert made.lines[-1].speaker.external_user_id == "ann"
    assert set(calls(emulator)) == {"getSession", "getMessages"}
    unknown = await project.sessions.transcript(session, participants=())
    assert unknown.lines[-1].speaker.id is None


async def test_hostile_names_and_texts_arrive(
    emulator: Emulator, project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAGE_SIZE", 1)
    session = await begun(project, "\x00<h1>")
    texts = [text for text in HOSTILE if text.strip() and len(text) < 1000 and text.isprintable()]
    for number, text in enumerate(texts):
        await emulator.join(session, f"u{number}", text)
        await emulator.say(session, f"u{number}", text)
    made = (await project.sessions.transcript(session)).spoken()
    assert [(line.speaker.name, line.text) for line in made.lines] == [(text, text) for text in texts]
    assert [line.speaker.external_user_id for line in made.lines] == [
        f"u{number}" for number in range(len(texts))
    ]
    for method in (made.to_vtt, made.to_srt, made.to_html, made.to_parquet):
        assert method()


@pytest.mark.parametrize(
    ("name", "searchable"),
    [("Ann", True), ("\U0001f468\u200d\U0001f469", True), ("", False), ("  ", False), ("a\nb", False), ("\ud800", False), ("x" * 201, False)],
)  # fmt: skip
def test_only_names_that_fit_into_a_url_are_searched_for(name: str, searchable: bool) -> None:
    assert fetching._searchable(name) is searchable  # pyright: ignore[reportPrivateUsage]


async def test_what_cannot_be_fetched_is_an_error(emulator: Emulator, project: ProjectScope) -> None:
    with pytest.raises(NotFound):
        await project.sessions.transcript("none")
    with pytest.raises(ArgumentError, match=r"^session_id must be"):
        await project.sessions.transcript("")
    emulator.requests.clear()
    with pytest.raises(ArgumentError, match=r"^timing must be a Timing or None"):
        await project.sessions.transcript("none", timing=5)  # type: ignore[arg-type]  # from outside
    assert not calls(emulator)


async def test_an_empty_session_has_an_empty_transcript(emulator: Emulator, project: ProjectScope) -> None:
    session = await begun(project)
    emulator.requests.clear()
    made = await project.sessions.transcript(session, annotations=True)
    assert (made.lines, made.session_id) == ((), session)
    assert set(calls(emulator)) == {"getSession", "getMessages"}


def test_the_blocking_version_returns_the_same_value(
    cortex_emulator: ThreadedEmulator, cortex_sync_project: SyncProject
) -> None:
    session = cortex_sync_project.sessions.create(title="Friday match", external_room_id="room").id
    message = cortex_emulator.say(session, "ann", "hello")
    cortex_emulator.annotate(message["id"], "toxicity", {"score": 1})
    made = cortex_sync_project.sessions.transcript(session, annotations=True, timing=Timing(shortest=3))
    assert isinstance(made, sync_transcripts.Transcript)
    last = made.lines[-1]
    assert (last.text, last.speaker.external_user_id, (last.end - last.start).seconds) == ("hello", "ann", 3)
    assert [one.data for one in last.annotations or ()] == [{"score": 1}]
