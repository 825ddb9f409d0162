"""Nimrobo: session references, waiting, errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from cortex_async._core.call_errors import BadRequest, Forbidden, NotFound, ServerError, Unauthorized
from cortex_async._core.errors import ConfigError
from cortex_async.contrib.fake import FakeRequest, Reply
from cortex_async.contrib.nimrobo import NimroboClient, Patience, SessionRef, StillPending
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.nimrobo.models import SessionStatus, SessionSummary, SummaryGenerating
from cortex_async.contrib.nimrobo.waiting import is_over
from tests.contrib.clock import ManualClock

PROJECT = SessionRef.project("sess_1", "proj_1")
INSTANT = SessionRef.instant("sess_2")


@pytest.fixture(autouse=True)
def two_sessions(nimrobo: FakeNimrobo) -> None:
    nimrobo.add(
        "sess_1", project_id="proj_1", transcript=[{"role": "user", "content": "Hello."}], audio=b"RIFF"
    )
    nimrobo.add("sess_2", transcript="Hello.", audio=b"RIFF")


@pytest.mark.parametrize(
    ("session", "status", "summary", "regenerate"),
    [
        (
            PROJECT,
            "sessionId=sess_1&type=project&projectId=proj_1",
            "sessionId=sess_1&projectId=proj_1",
            {"sessionId": "sess_1", "projectId": "proj_1"},
        ),
        (
            INSTANT,
            "sessionId=sess_2&type=instant",
            "sessionId=sess_2&instant_voice_links=1",
            {"sessionId": "sess_2", "instant_voice_links": True},
        ),
    ],
    ids=["project", "instant"],
)
async def test_a_session_in_the_parameters_of_each_operation(
    robo: NimroboClient,
    nimrobo: FakeNimrobo,
    session: SessionRef,
    status: str,
    summary: str,
    regenerate: dict[str, object],
) -> None:
    queries: dict[str, str] = {}
    guard = nimrobo.guard

    def noting(operation: str, request: FakeRequest) -> Reply | None:
        queries[operation] = request.target.partition("?")[2]
        return guard(operation, request)

    nimrobo.guard = noting  # type: ignore[method-assign]
    await robo.get_status(session)
    await robo.get_transcript(session)
    assert "audio" in await robo.get_audio_url(session)
    await robo.get_summary(session)
    await robo.regenerate_summary(session)

    def same(query: str, expected: str) -> bool:
        return sorted(query.split("&")) == sorted(expected.split("&"))

    for operation in ("getSessionStatus", "getSessionTranscript", "getSessionAudio"):
        assert same(queries[operation], status)
    assert same(queries["getSessionSummary"], summary)
    assert nimrobo.requests.last("regenerateSessionSummary").body == regenerate


@pytest.mark.parametrize(("session_id", "project_id"), [("", "proj_1"), ("sess_1", ""), ("", "")])
def test_ids_are_not_empty(session_id: str, project_id: str) -> None:
    with pytest.raises(ValueError, match="non-empty string"):
        SessionRef.project(session_id, project_id)
    with pytest.raises(ValueError, match="non-empty string"):
        SessionRef.instant("")


async def test_free_values_come_as_they_are(robo: NimroboClient) -> None:
    assert (await robo.get_transcript(PROJECT)).transcript == [{"role": "user", "content": "Hello."}]
    assert (await robo.get_transcript(INSTANT)).transcript == "Hello."
    status = await robo.get_status(PROJECT)
    assert (status.status, status.agent_id, status.ws_url, status.project_id) == (
        "active",
        "agent_1",
        None,
        "proj_1",
    )
    assert (await robo.get_status(INSTANT)).project_id is None


async def test_a_summary_is_ready_or_being_generated(robo: NimroboClient) -> None:
    first = await robo.get_summary(PROJECT)
    assert isinstance(first, SummaryGenerating)
    assert (first.success, first.generating, first.workflow_id) == (False, True, "wf_1")
    await robo.get_summary(PROJECT)
    done = await robo.get_summary(PROJECT)
    assert isinstance(done, SessionSummary)
    assert (done.success, done.summary) == (True, {"headline": "Summary 1"})


async def test_waiting_for_a_summary(robo: NimroboClient, nimrobo: FakeNimrobo, clock: ManualClock) -> None:
    nimrobo.sessions["sess_1"].summary_after = 7
    summary = await robo.wait_summary(PROJECT)
    assert summary.summary == {"headline": "Summary 1"}
    assert clock.slept == [2.0, 3.0, 4.5, 6.75, 10.125, 15.0, 15.0]


async def test_waiting_for_a_summary_ends(
    robo: NimroboClient, nimrobo: FakeNimrobo, clock: ManualClock
) -> None:
    nimrobo.sessions["sess_1"].summary_after = 10**6
    with pytest.raises(StillPending, match="the summary was not done within 180") as caught:
        await robo.wait_summary(PROJECT)
    assert isinstance(caught.value.last, SummaryGenerating)
    assert clock.monotonic() <= 180


async def test_another_workflow_is_reported(
    robo: NimroboClient, nimrobo: FakeNimrobo, caplog: pytest.LogCaptureFixture
) -> None:
    def generating(workflow: str) -> Reply:
        body = {
            "success": False,
            "sessionId": "sess_1",
            "generating": True,
            "workflowId": workflow,
            "runId": "r",
        }
        return Reply(202, body)

    done = Reply(200, {"success": True, "sessionId": "sess_1", "summary": "text"})
    nimrobo.next("getSessionSummary", generating("a"), generating("a"), done)
    await robo.wait_summary(PROJECT)
    assert caplog.text == ""
    nimrobo.next("getSessionSummary", generating("a"), generating("b"), done)
    assert (await robo.wait_summary(PROJECT)).summary == "text"
    assert "another workflow" in caplog.text


async def test_regenerating_a_summary(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    before = await robo.wait_summary(PROJECT)
    nimrobo.requests.clear()
    after = await robo.regenerate_and_wait(PROJECT)
    assert before.summary != after.summary
    # Meanwhile the service still returned the old one, which was not taken for the new one.
    assert len(nimrobo.requests.all("getSessionSummary")) == 3
    nimrobo.requests.assert_called("regenerateSessionSummary", times=1, status=202)


async def test_the_previous_summary_can_be_given(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    before = await robo.wait_summary(PROJECT)
    nimrobo.requests.clear()
    await robo.regenerate_and_wait(PROJECT, previous=before.summary)
    assert len(nimrobo.requests.all("getSessionSummary")) == 2


async def test_without_a_previous_summary_the_first_one_counts(robo: NimroboClient) -> None:
    assert (await robo.regenerate_and_wait(PROJECT)).summary == {"headline": "Summary 1"}


async def test_an_equal_summary_is_not_recognized(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    same = Reply(200, {"success": True, "sessionId": "sess_1", "summary": {"a": 1}})
    nimrobo.next("getSessionSummary", *[same] * 50)
    with pytest.raises(StillPending) as caught:
        await robo.regenerate_and_wait(PROJECT, patience=Patience(deadline=30))
    assert isinstance(caught.value.last, SessionSummary)


async def test_regenerating_is_never_repeated(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    nimrobo.next("regenerateSessionSummary", Reply(500, {"error": "out of order"}))
    with pytest.raises(ServerError, match="out of order"):
        await robo.regenerate_summary(PROJECT)
    nimrobo.requests.assert_called("regenerateSessionSummary", times=1)


def change_after(nimrobo: FakeNimrobo, times: int, **fields: object) -> None:
    def look(request: object) -> None:
        if len(nimrobo.requests.all("getSessionStatus")) == times:
            for name, value in fields.items():
                setattr(nimrobo.sessions["sess_1"], name, value)

    nimrobo.requests.listen(look)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "completed"},
        {"status": "failed"},
        {"status": "Finished"},
        {"status": {"odd": 1}, "completed_at": "2026-01-31T12:30:00.000Z"},
    ],
)
async def test_waiting_for_a_session(
    robo: NimroboClient, nimrobo: FakeNimrobo, clock: ManualClock, fields: dict[str, object]
) -> None:
    change_after(nimrobo, 2, **fields)
    status = await robo.wait_session(PROJECT)
    assert status.status == fields["status"]
    assert clock.slept == [2.0, 3.0]


async def test_a_session_that_does_not_exist_yet(
    robo: NimroboClient, nimrobo: FakeNimrobo, clock: ManualClock
) -> None:
    late = SessionRef.project("sess_3", "proj_1")
    with pytest.raises(NotFound, match="Session not found"):
        await robo.wait_session(late)
    attempts: Iterator[int] = iter(range(10))
    nimrobo.requests.listen(
        lambda request: (
            nimrobo.add("sess_3", project_id="proj_1", status="completed") if next(attempts) == 1 else None
        )
    )
    assert (await robo.wait_session(late, not_found_is_pending=True)).status == "completed"
    assert clock.slept == [2.0, 3.0]


async def test_a_session_that_never_exists(robo: NimroboClient) -> None:
    with pytest.raises(StillPending) as caught:
        await robo.wait_session(
            SessionRef.instant("never"), not_found_is_pending=True, patience=Patience(deadline=20)
        )
    assert caught.value.last is None


@pytest.mark.parametrize("status", ["pending", "active", "in_progress", "started", None, 5])
def test_statuses_that_are_not_final(status: object) -> None:
    assert not is_over(SessionStatus(success=True, session_id="s", type="instant", status=status))  # type: ignore[arg-type]


async def test_error_messages(robo: NimroboClient, nimrobo: FakeNimrobo) -> None:
    with pytest.raises(BadRequest) as caught:
        await robo.sessions.get_status(session_id="sess_1", type="project")
    assert (caught.value.message, caught.value.code) == ("projectId is required when type=project", None)
    with pytest.raises(BadRequest, match="type must be"):
        await robo.sessions.get_status(session_id="sess_1", type="other")
    with pytest.raises(BadRequest, match="sessionId is required"):
        await robo.sessions.get_summary(session_id="")
    nimrobo.sessions["sess_1"].transcript = nimrobo.sessions["sess_1"].audio = None
    with pytest.raises(NotFound, match=r"conversation\.json not found for session sess_1"):
        await robo.get_transcript(PROJECT)
    with pytest.raises(NotFound, match="Audio file not found for session sess_1"):
        await robo.get_audio_url(PROJECT)
    with pytest.raises(NotFound, match="Session not found"):
        await robo.get_status(SessionRef.instant("sess_1"))


async def test_scopes_and_keys(nimrobo: FakeNimrobo, clock: ManualClock) -> None:
    async with NimroboClient(base_url=nimrobo.base_url, api_key="api_wrong", clock=clock) as client:
        with pytest.raises(Unauthorized, match="API key"):
            await client.get_status(PROJECT)
    nimrobo.scopes = frozenset({"sessions:read"})
    async with NimroboClient(base_url=nimrobo.base_url, api_key=nimrobo.api_key, clock=clock) as client:
        await client.get_summary(PROJECT)
        with pytest.raises(Forbidden, match="sessions:write"):
            await client.regenerate_summary(PROJECT)


@pytest.mark.parametrize(
    "base",
    ["https://app.nimroboai.com/api", "https://app.nimroboai.com/api/", "https://app.nimroboai.com/api/v1"],
)
def test_base_urls_in_any_spelling(base: str) -> None:
    assert NimroboClient(api_key="api_x", base_url=base).base_url == "https://app.nimroboai.com/api"
    assert NimroboClient(api_key="api_x").base_url == "https://app.nimroboai.com/api"


def test_a_key_is_needed() -> None:
    with pytest.raises(ConfigError, match="api_key must be a non-empty string"):
        NimroboClient(api_key="")


async def test_nothing_secret_is_shown(
    robo: NimroboClient, nimrobo: FakeNimrobo, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    audio = await robo.sessions.get_audio(session_id="sess_1", type="project", project_id="proj_1")
    nimrobo.next("getSessionStatus", Reply(401, {"error": f"bad key {nimrobo.api_key}"}))
    with pytest.raises(Unauthorized) as caught:
        await robo.get_status(PROJECT)
    shown = " ".join([repr(audio), repr(robo), str(caught.value), repr(vars(caught.value)), caplog.text])
    shown += json.dumps([dict(one.headers) for one in nimrobo.requests])
    assert nimrobo.api_key not in shown
    assert audio.audio_url not in shown
