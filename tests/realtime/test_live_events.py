"""Whom each event of the catalogue concerns, and what it tells them."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from attrs import evolve

from cortex_async.live.events import News, read_event
from cortex_async.live.kinds import message_of, met, with_participant
from cortex_async.live.routing import topics_of
from cortex_async.live.signals import Delete, Recheck, Reread, Signal, Topic, Upsert
from cortex_async.models import ParticipantInfo
from tests.realtime.live_events import (
    event,
    gathering,
    invitation,
    member,
    message,
    moment,
    participant,
    plain,
    sanction,
    session,
    spoken,
)

AT = moment(5).timestamp()


def news(raw: dict[str, Any]) -> News:
    found = read_event(raw)
    assert found is not None
    # Else a feed would not decode it for whom it concerns.
    assert {topic for topic, _ in found.signals} <= set(topics_of(raw))
    return found


def signals(raw: dict[str, Any]) -> dict[Topic, Signal[Any]]:
    return dict(news(raw).signals)


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("session.created", session()),
        ("session.updated", session()),
        ("participant.created", participant()),
        ("participant.updated", participant()),
        ("gathering.created", gathering()),
        ("gathering.updated", gathering()),
        ("gathering.started", gathering(status="started")),
    ],
)
def test_an_object_is_told_to_its_view_and_to_that_of_all(type_: str, data: Any) -> None:
    raw = event(type_, data, at=5)
    assert (news(raw).id, news(raw).at) == (raw["id"], AT)
    kind = type_.partition(".")[0]
    told = signals(raw)
    assert told.keys() == {(kind, None), (kind, data.id)}
    for signal in told.values():
        assert isinstance(signal, Upsert)
        assert (signal.key, signal.value, signal.at, signal.earlier()) == (data.id, data, AT, None)


@pytest.mark.parametrize("type_", ["sanction.created", "sanction.updated", "sanction.revoked"])
def test_a_sanction_is_as_old_as_it_says_itself(type_: str) -> None:
    data = sanction(updated_at=moment(3))
    signal = signals(event(type_, data, at=5))["sanction", None]
    assert isinstance(signal, Upsert)
    assert (signal.value, signal.at) == (data, moment(3).timestamp())


def test_an_update_tells_what_was_before() -> None:
    raw = event("session.updated", session(status="ended"), changes={"status": "active", "idleTimeout": 60})
    signal = signals(raw)["session", "s"]
    assert isinstance(signal, Upsert)
    assert signal.earlier() == session(status="active", idle_timeout=60)


@pytest.mark.parametrize("changes", [{"createdAt": "yesterday"}, {"createdAt": 5}])
def test_changes_that_make_no_object_tell_nothing(changes: dict[str, Any]) -> None:
    signal = signals(event("session.updated", session(), changes=changes))["session", "s"]
    assert isinstance(signal, Upsert)
    assert signal.earlier() is None


@pytest.mark.parametrize(("kind", "data"), [("session", session()), ("participant", participant())])
def test_deletions(kind: str, data: Any) -> None:
    raw = event(f"{kind}.deleted", data)
    assert signals(raw) == {(kind, None): Delete(data.id), (kind, data.id): Delete(data.id)}


def test_a_message_is_told_to_the_view_of_its_session() -> None:
    told = signals(event("message.created", spoken(), at=5))
    assert told.keys() == {("message", "s")}
    signal = told["message", "s"]
    assert isinstance(signal, Upsert)
    assert (signal.value.participant_id, signal.value.type, signal.value.has_debug_audio) == (
        "pa",
        "user",
        False,
    )


def test_a_message_that_is_known_both_ways_keeps_its_speaker() -> None:
    signal = signals(event("message.created", spoken(hasDebugAudio=True)))["message", "s"]
    assert isinstance(signal, Upsert)
    row = message_of(message(has_debug_audio=True))
    assert (row.participant_id, row.external_user_id) == (None, None)
    assert met(row, signal.value) == met(signal.value, row) == signal.value
    expired = message_of(message(has_debug_audio=False))
    assert met(signal.value, expired).has_debug_audio is False


def test_members_that_come_along_with_a_gathering_are_left_out() -> None:
    raw = event("gathering.updated", gathering(name="B", members=[member()]), changes={"name": "A lobby"})
    signal = signals(raw)["gathering", "g"]
    assert isinstance(signal, Upsert)
    assert (signal.value, signal.earlier()) == (gathering(name="B"), gathering())


def test_whom_a_sanction_concerns_is_kept_where_it_is_left_out() -> None:
    kim = ParticipantInfo(id="pa", display_name="Kim", external_user_id="u", project_id="p")
    full, bare = (
        sanction(participant=kim, participant_id="pa"),
        sanction(participant_id="pa", status="revoked"),
    )
    assert with_participant(full, bare) == evolve(bare, participant=kim)
    assert with_participant(bare, full) == full
    assert with_participant(full, sanction(participant_id="other")).participant is None


@pytest.mark.parametrize("type_", ["gathering.member.joined", "gathering.member.ready"])
def test_a_member_comes_and_the_gathering_has_another_count(type_: str) -> None:
    told = signals(event(type_, {"gatheringId": "g", "member": plain(member())}, at=5))
    signal = told.pop(("member", "g"))
    assert isinstance(signal, Upsert)
    assert signal.value == member()
    assert told == {("gathering", None): Recheck("g", AT), ("gathering", "g"): Recheck("g", AT)}


def test_a_member_that_leaves_is_named_by_its_participant_only() -> None:
    told = signals(event("gathering.member.left", {"gatheringId": "g", "participantId": "pa"}, at=5))
    assert told[("member", "g")] == Reread()
    assert told[("gathering", "g")] == Recheck("g", AT)


def test_an_invitation_makes_a_member_to_come() -> None:
    told = signals(event("gathering.invitation.sent", invitation()))
    signal = told[("invitation", "g")]
    assert isinstance(signal, Upsert)
    assert signal.value == invitation()
    assert told[("member", "g")] == Reread()


def test_an_invitation_by_mail_tells_nothing_but_that_there_is_one() -> None:
    raw = event(
        "gathering.invitation.sent", {"email": "kim@example.org", "name": "Kim"}, resourceId="gathering:g"
    )
    assert signals(raw) == {("invitation", "g"): Reread(), ("member", "g"): Reread()}


@pytest.mark.parametrize("verb", ["accepted", "declined"])
def test_an_answer_to_an_invitation(verb: str) -> None:
    data = {"invitationId": "i", "gatheringId": "g", "participantId": "pa"}
    raw = event(f"gathering.invitation.{verb}", data)
    assert signals(raw) == {("invitation", "g"): Reread(), ("member", "g"): Reread()}


@pytest.mark.parametrize(
    ("type_", "status"), [("gathering.ended", "ended"), ("gathering.cancelled", "cancelled")]
)
def test_the_end_of_a_gathering_is_that_of_its_invitations(type_: str, status: str) -> None:
    assert signals(event(type_, gathering(status=status)))[("invitation", "g")] == Reread()


@pytest.mark.parametrize("kind", ["session", "participant", "sanction", "gathering"])
def test_an_event_of_tomorrow_is_asked_about(kind: str) -> None:
    told = signals(event(f"{kind}.archived", {"id": "x"}, timestamp="whenever"))
    assert told[(kind, None)] == told[(kind, "x")] == Recheck("x", inf)


def test_a_known_event_of_another_shape_is_asked_about() -> None:
    assert signals(event("session.updated", {"id": "s", "createdAt": 7}))[("session", "s")] == Recheck(
        "s", inf
    )
    assert signals(event("message.created", {"sessionId": "s"})) == {("message", "s"): Reread()}


@pytest.mark.parametrize(
    "more",
    [
        {"payload": None},
        {"payload": {"action": "updated", "data": None}},
        {"payload": {"data": {"id": None}}},
    ],
)
def test_a_null_in_an_event_does_not_cost_more_than_a_question(more: dict[str, Any]) -> None:
    raw = event("session.updated", plain(session()), resourceId="session:s", **more)
    (recheck,) = {signal for _, signal in news(raw).signals}
    assert isinstance(recheck, Recheck)
    assert recheck.key == "s"


def test_an_event_without_an_instant_is_asked_about() -> None:
    raw = event("session.updated", session(), timestamp=None)
    assert signals(raw)[("session", "s")] == Recheck("s", inf)


@pytest.mark.parametrize(
    "raw",
    [
        event("participant.joined", {"id": "x"}),
        event("bot.status.changed", {"id": "x"}),
        event("webhook.delivery.updated", {"id": "x"}),
        event("session.archived", {"id": "x"}, resourceId="room:x"),
        event("message.created", {"sessionId": 5}),
        event("message.created", {}, payload=None),
        event("galaxy.created", {"id": "x"}),
    ],
    ids=lambda raw: raw["type"],
)
def test_what_concerns_no_view_is_not_told(raw: dict[str, Any]) -> None:
    assert read_event(raw) is None
