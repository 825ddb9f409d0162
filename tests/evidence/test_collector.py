"""Evidence that is collected when something is flagged, kept for a while, and deleted."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cortex_async import (
    ArgumentError,
    ClientClosed,
    CortexClient,
    ProjectScope,
    Retry,
    Unauthorized,
    WaitTimedOut,
)
from cortex_async.emulator import Emulator
from cortex_async.events import MessageAnnotationCreatedEvent
from cortex_async.evidence import (
    EvidenceCollector,
    EvidenceError,
    flagged,
    jobs,
    listening,
    read_evidence,
    source,
    verify,
)
from cortex_async.models import MessageAnnotationCreatedEventData, MessageAnnotationCreatedPayload
from tests.disk import names
from tests.evidence.cases import Case, Reports
from tests.evidence.conftest import KEY, START

INDEX = "evidence-index.sqlite"


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture(autouse=True)
def emulated_clock(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retention follows the emulator's clock; attempts follow each other at once."""
    monkeypatch.setattr(source.Source, "unix_now", lambda self: emulator.clock.timestamp())
    monkeypatch.setattr(jobs, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(listening, "FIRST_WAIT", 0.01)


def collector(project: ProjectScope, where: Path, reports: Reports, **options: Any) -> EvidenceCollector:
    return EvidenceCollector(project, where, **reports.hooks, **{"follow_up": None, **options})


async def called(emulator: Emulator, operation: str) -> None:
    """Wait until an operation was called."""
    async with asyncio.timeout(30):
        while not any(one.operation == operation for one in emulator.requests):  # noqa: ASYNC110  (records cannot be awaited)
            await asyncio.sleep(0)


async def test_a_flagged_message_is_collected(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    where = tmp_path / "cases"
    async with collector(project, where, reports, sign_with=KEY) as running:
        case = await Case.play(emulator, project)
        bundle = await reports.bundle()
        await running.idle(10)
    assert bundle.path == where / f"evidence-{case.message_id}.zip"
    assert names(where) == [bundle.path.name, INDEX]
    assert verify(bundle.path, key=KEY.public_key()).ok
    found = read_evidence(bundle.path)
    assert found.person is not None
    assert (found.person.external_user_id, found.person.known_from) == ("bob", "event")
    assert found.audio is not None
    assert reports.failures.empty()


async def test_what_is_not_flagged_is_not_collected(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports) as running:
        session = await project.sessions.create(title="Match", external_room_id="room")
        mild = await emulator.say(session.id, "ann", "darn")
        await emulator.annotate(mild["id"], "profanity", {"score": 0.1})
        severe = await emulator.say(session.id, "ann", "worse")
        await emulator.annotate(severe["id"], "profanity", {"score": 0.8})
        assert (await reports.bundle()).subject.message_id == severe["id"]
        await running.idle(10)
    assert set(names(tmp_path)) == {INDEX, f"evidence-{severe['id']}.zip"}


def event(kind: str, content: dict[str, Any]) -> Any:
    data = MessageAnnotationCreatedEventData(annotation_id="a", content=content, message_id="m", type=kind)
    return MessageAnnotationCreatedEvent(
        id="e", payload=MessageAnnotationCreatedPayload(action="created", data=data), resource_id="message:m",
        source="cortex:plugin", tenant_id="t", timestamp=START, type="message.annotation.created",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("toxicity", {"score": 0.8}, True),
        ("toxicity", {"score": 0.79}, False),
        ("profanity", {"severity": 0.9}, True),
        ("profanity", {"severity": "HIGH", "score": 0.2}, True),
        ("profanity", {"severity": "medium"}, False),
        ("profanity", {"words": ["x"]}, True),
        ("sentiment", {"score": 1}, False),
        ("summary", {}, False),
    ],
)
def test_what_counts_as_a_flag(kind: str, content: dict[str, Any], expected: bool) -> None:
    assert flagged()(event(kind, content)) is expected


@pytest.mark.parametrize("score", [-0.1, 1.1, "0.9", True])
def test_a_score_is_a_number_from_0_to_1(score: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^score must be a number from 0 to 1, got"):
        flagged(score)


async def test_a_predicate_may_be_a_coroutine_function_and_may_fail(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async def when(event: MessageAnnotationCreatedEvent) -> bool:
        await asyncio.sleep(0)
        if event.payload.data.type == "broken":
            raise ZeroDivisionError
        return event.payload.data.text("who", "") == "ann"

    async with collector(project, tmp_path, reports, when=when):
        session = await project.sessions.create(title="Match", external_room_id="room")
        messages = [await emulator.say(session.id, "ann", str(number)) for number in range(3)]
        for message, kind, who in zip(messages, ("x", "x", "broken"), ("bob", "ann", ""), strict=True):
            await emulator.annotate(message["id"], kind, {"who": who})
        collected = {(await reports.bundle()).subject.message_id for _ in range(2)}
    assert collected == {messages[1]["id"], messages[2]["id"]}
    assert isinstance((await reports.failure()).error, ZeroDivisionError)


async def test_another_annotation_updates_the_bundle_and_nothing_is_lost(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports):
        case = await Case.play(emulator, project)
        first = read_evidence((await reports.bundle()).path)
        # The API forgets the recording, and then the session.
        await emulator.clock.advance(timedelta(hours=25))
        for operation in ("getSession", "getMessages", "listParticipants"):
            emulator.faults.always(operation, status=404)
        await emulator.annotate(case.message_id, "profanity", {"score": 0.1})
        bundle = await reports.bundle()
        assert bundle.revised
        # The same once more adds nothing: no new version.
        second = read_evidence(bundle.path)
    assert second.audio == first.audio
    assert second.line is not None
    assert [one.type for one in second.line.annotations or ()] == ["toxicity", "profanity"]
    assert {line.id for line in first.lines} <= {line.id for line in second.lines}
    assert second.session == first.session
    assert second.person == first.person
    assert second.unavailable == ()
    assert [one.manifest_sha256 for one in second.revisions] == [first.manifest_sha256]


async def test_what_is_said_next_is_collected_later(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    options = {"follow_up": timedelta(minutes=5), "after": timedelta(minutes=1)}
    async with collector(project, tmp_path, reports, **options):
        case = await Case.play(emulator, project)
        await reports.bundle()
        await emulator.say(case.session_id, "ann", "one more thing")
    await emulator.clock.advance(timedelta(minutes=6))
    async with collector(project, tmp_path, reports, **options) as running:
        bundle = await reports.bundle()
        await running.idle(10)
    assert read_evidence(bundle.path).lines[-1].text == "one more thing"
    # Only once.
    await emulator.clock.advance(timedelta(minutes=6))
    async with collector(project, tmp_path, reports, **options) as running:
        await running.idle(10)
    assert reports.bundles.empty()


async def test_bundles_are_deleted_in_time_and_only_if_they_are_as_they_were_written(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    keep = timedelta(days=10)
    async with collector(project, tmp_path, reports, keep=keep):
        await Case.play(emulator, project)
        one = (await reports.bundle()).path
        await Case.play(emulator, project)
        two = (await reports.bundle()).path
    others = [tmp_path / "mine.zip", tmp_path / "evidence-mine.zip"]
    for other in others:
        shutil.copy(one, other)
    two.write_bytes(two.read_bytes() + b"x")
    await emulator.clock.advance(timedelta(days=9, hours=23))
    async with collector(project, tmp_path, reports, keep=keep) as running:
        await running.idle(10)
        assert one.exists()
    await emulator.clock.advance(timedelta(hours=2))
    async with collector(project, tmp_path, reports, keep=keep) as running:
        await running.idle(10)
        failure = await reports.failure()
    assert str(failure.error) == f"{two} was changed: it is not deleted"
    left = sorted([INDEX, two.name, *(other.name for other in others)])
    assert names(tmp_path) == left
    # The API still has the annotations, and the collector reads them again: what was deleted stays deleted.
    async with collector(project, tmp_path, reports) as running:
        await running.idle(10)
    assert names(tmp_path) == left


async def test_after_a_stop_it_collects_what_it_missed_once(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports):
        await Case.play(emulator, project)
        await reports.bundle()
    case = await Case.play(emulator, project, "worse")
    await project.sessions.stop(case.session_id)
    await emulator.settle()
    for _ in range(2):
        async with collector(project, tmp_path, reports) as running:
            await running.idle(10)
    assert (await reports.bundle()).subject.message_id == case.message_id
    assert reports.bundles.empty()
    assert reports.failures.empty()


async def test_after_a_gap_it_collects_what_it_missed(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports):
        await emulator.wait_for_streams(1)
        emulator.cut_streams()
        case = await Case.play(emulator, project)
        assert (await reports.bundle()).subject.message_id == case.message_id


async def test_on_the_first_start_it_looks_back_only_if_told(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path / "one", reports) as running:
        await running.idle(10)
    assert reports.bundles.empty()
    since = emulator.clock.now() - timedelta(hours=1)
    async with collector(project, tmp_path / "two", reports, since=since) as running:
        await running.idle(10)
    assert (await reports.bundle()).subject.message_id == case.message_id


async def test_what_fails_for_the_moment_is_written_and_completed(
    emulator: Emulator, tmp_path: Path, reports: Reports
) -> None:
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, retry=Retry(attempts=1)
    ) as client:
        project = client.project(emulator.project_id)
        emulator.faults.next("getSanctionsByUser", status=503)
        emulator.faults.next("getSession", status=404)
        async with collector(project, tmp_path, reports) as running:
            await Case.play(emulator, project)
            first, second = await reports.bundle(), await reports.bundle()
            await running.idle(10)
    assert ("sanctions", False) in {(one.part, one.final) for one in first.unavailable}
    assert "sanctions" not in {one.part for one in second.unavailable}
    assert second.revised


async def test_an_error_is_reported_and_tried_again(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    where = tmp_path / "cases"
    async with collector(project, where, reports):
        unfinished = where / ".evidence-unfinished"
        unfinished.rmdir()
        case = await Case.play(emulator, project)
        failure = await reports.failure()
        assert isinstance(failure.error, FileNotFoundError)
        assert (failure.message_id, failure.retry_in) == (case.message_id, 0.01)
        unfinished.mkdir()
        await reports.bundle()


async def test_errors_are_logged_without_a_hook(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bundles: asyncio.Queue[object] = asyncio.Queue()

    def on_collected(bundle: object) -> None:
        bundles.put_nowait(bundle)
        raise ZeroDivisionError

    async with EvidenceCollector(project, tmp_path, on_collected=on_collected):
        (tmp_path / ".evidence-unfinished").rmdir()
        case = await Case.play(emulator, project)
        async with asyncio.timeout(30):
            while not caplog.records:  # noqa: ASYNC110  (the log cannot be awaited)
                await asyncio.sleep(0)
        (tmp_path / ".evidence-unfinished").mkdir()
        async with asyncio.timeout(30):
            await bundles.get()
    first = next(one for one in caplog.records if one.levelno == logging.WARNING)
    assert first.getMessage().startswith(f"evidence about '{case.message_id}': FileNotFoundError")
    assert any("on_collected raised" in one.getMessage() for one in caplog.records)
    assert emulator.api_key not in caplog.text


def states(draft: bytes, placed: bytes | None) -> Callable[[Path, str], None]:
    def write(where: Path, name: str) -> None:
        (where / ".evidence-unfinished").mkdir(exist_ok=True)
        (where / ".evidence-unfinished" / name).write_bytes(draft)
        (where / ".evidence-unfinished" / ".0123.part").write_bytes(b"half")
        if placed is None:
            (where / name).unlink()
        else:
            (where / name).write_bytes(placed)

    return write


@pytest.mark.parametrize("crash", ["before the index", "before the name", "first, before the name"])
async def test_a_crash_at_any_step_leaves_one_whole_bundle(
    crash: str, emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports):
        await Case.play(emulator, project)
        bundle = await reports.bundle()
    whole = bundle.path.read_bytes()
    states(
        *{
            "before the index": (b"another version", whole),
            "before the name": (whole, b"the version before"),
            "first, before the name": (whole, None),
        }[crash]
    )(tmp_path, bundle.path.name)
    async with collector(project, tmp_path, reports) as running:
        await running.idle(10)
    assert bundle.path.read_bytes() == whole
    assert names(tmp_path) == [bundle.path.name, INDEX]


async def test_a_bundle_that_somebody_changed_is_kept_beside_the_new_one(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports):
        case = await Case.play(emulator, project)
        first = (await reports.bundle()).path
        first.write_bytes(b"changed")
        await emulator.annotate(case.message_id, "profanity", {"score": 0.1})
        bundle = await reports.bundle()
        failure = await reports.failure()
    assert bundle.path.name == first.name.replace(".zip", "-2.zip")
    assert first.read_bytes() == b"changed"
    assert "is not a complete zip file" in str(failure.error)


async def test_a_directory_belongs_to_one_collector_of_one_project(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    running = collector(project, tmp_path, reports)
    async with running:
        with pytest.raises(EvidenceError, match=rf"^another collector is using {tmp_path}$"):
            await collector(project, tmp_path, reports).run()
        with pytest.raises(RuntimeError, match="started once"):
            await running.run()
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        other = client.project(emulator.add_project("Other"))
        with pytest.raises(
            EvidenceError, match=r"holds evidence of project .*: give each project a directory"
        ):
            await collector(other, tmp_path, reports).run()
    await running.close()


async def test_a_damaged_index_is_one_clear_line(
    project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    (tmp_path / INDEX).write_bytes(b"no database" * 100)
    with pytest.raises(EvidenceError, match=r"index\.sqlite is damaged: move it away") as raised:
        await collector(project, tmp_path, reports).run()
    assert "\n" not in str(raised.value)
    (tmp_path / INDEX).unlink()
    with sqlite3.connect(tmp_path / INDEX) as database:
        database.execute("create table facts (name text primary key, value text not null)")
        database.execute("insert into facts values ('version', '2')")
    with pytest.raises(EvidenceError, match="was written by another version of this package"):
        await collector(project, tmp_path, reports).run()
    with pytest.raises(FileNotFoundError, match="none"):
        await collector(project, tmp_path / "none" / "cases", reports).run()
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        await collector(project, tmp_path / "file", reports).run()


async def test_it_ends_with_what_ended_the_stream(
    emulator: Emulator, tmp_path: Path, reports: Reports
) -> None:
    async with CortexClient(base_url=emulator.base_url, api_key="wrong") as client:
        with pytest.raises(Unauthorized):
            await collector(client.project(emulator.project_id), tmp_path, reports).run()
    client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
    running = collector(client.project(emulator.project_id), tmp_path, reports)
    with pytest.raises(RuntimeError, match="is not running"):
        await running.wait()
    async with running:
        await client.close()
        with pytest.raises(ClientClosed):
            await running.wait()
        with pytest.raises(ClientClosed):
            await running.idle()
    assert names(tmp_path) == [INDEX]


async def test_a_wait_runs_out(
    emulator: Emulator, project: ProjectScope, tmp_path: Path, reports: Reports
) -> None:
    async with collector(project, tmp_path, reports) as running:
        emulator.faults.always("downloadDebugAudio", delay=30)
        await Case.play(emulator, project)
        await called(emulator, "getMessages")
        with pytest.raises(WaitTimedOut, match=r"^the collector was not idle within 0 s; last seen: work in"):
            await running.idle(0)
        emulator.faults.clear()
        emulator.cut_streams()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": 5}, "where must be the path of a directory, got 5"),
        ({"when": 5}, "when must be a function or None, got 5"),
        ({"keep": 5}, "keep must be a timedelta or None, got 5"),
        ({"keep": timedelta(0)}, "keep must be a timedelta > 0 or None"),
        ({"follow_up": timedelta(-1)}, "follow_up must be a timedelta > 0 or None"),
        ({"concurrency": 0}, "concurrency must be a whole number >= 1, got 0"),
        ({"before": "5"}, "before must be a number of lines or a timedelta, got a str"),
        ({"since": START.replace(tzinfo=None)}, "since must be an aware datetime"),
        ({"on_error": "x"}, "on_error must be a function or None"),
    ],
)
def test_settings_are_checked_at_once(options: Any, message: str, project: ProjectScope) -> None:
    with pytest.raises(ArgumentError, match=f"^{message}"):
        EvidenceCollector(project, **{"where": "cases", **options})
