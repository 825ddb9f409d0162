"""Which views each event of the catalogue concerns, and what it updates."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from cortex_async.live.events import EventUpdates, read_event
from cortex_async.live.routing import VIEW_KINDS, concerns
from cortex_async.live.updates import Delete, Invalidate, InvalidateList, Topic, Update, Upsert
from cortex_async.live.watchable import SANCTION, merge_messages, message_of
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


def event_updates(raw: dict[str, Any]) -> EventUpdates:
    found = read_event(raw)
    assert found is not None
    # Otherwise a feed would not decode it for these views.
    for (kind, key), _ in found.updates:
        assert concerns(raw, {kind: {key}})
    assert not concerns(raw, {kind: {"other"} for kind in ("message", *sum(VIEW_KINDS.values(), ()))})
    return found


def updates(raw: dict[str, Any]) -> dict[Topic, Update[Any]]:
    return dict(event_updates(raw).updates)


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
def test_an_object_updates_its_own_view_and_the_list(type_: str, data: Any) -> None:
    raw = event(type_, data, at=5)
    assert (event_updates(raw).id, event_updates(raw).at) == (raw["id"], AT)
    kind = type_.partition(".")[0]
    routed = updates(raw)
    assert routed.keys() == {(kind, None), (kind, data.id)}
    for update in routed.values():
        assert isinstance(update, Upsert)
        assert (update.key, update.value, update.at, update.previous()) == (data.id, data, AT, None)


@pytest.mark.parametrize("type_", ["sanction.created", "sanction.updated", "sanction.revoked"])
def test_a_sanction_is_dated_by_its_own_update_time(type_: str) -> None:
    data = sanction(updated_at=moment(3))
    update = updates(event(type_, data, at=5))["sanction", None]
    assert isinstance(update, Upsert)
    assert (update.value, update.at) == (data, moment(3).timestamp())


def test_an_update_has_the_previous_value() -> None:
    raw = event("session.updated", session(status="ended"), changes={"status": "active", "idleTimeout": 60})
    update = updates(raw)["session", "s"]
    assert isinstance(update, Upsert)
    assert update.previous() == session(status="active", idle_timeout=60)


@pytest.mark.parametrize("changes", [{"createdAt": "yesterday"}, {"createdAt": 5}])
def test_changes_that_do_not_decode_give_no_previous_value(changes: dict[str, Any]) -> None:
    update = updates(event("session.updated", session(), changes=changes))["session", "s"]
    assert isinstance(update, Upsert)
    assert update.previous() is None


@pytest.mark.parametrize(("kind", "data"), [("session", session()), ("participant", participant())])
def test_deletions(kind: str, data: Any) -> None:
    raw = event(f"{kind}.deleted", data)
    assert updates(raw) == {(kind, None): Delete(data.id), (kind, data.id): Delete(data.id)}


def test_a_message_updates_the_view_of_its_session() -> None:
    routed = updates(event("message.created", spoken(), at=5))
    assert routed.keys() == {("message", "s")}
    update = routed["message", "s"]
    assert isinstance(update, Upsert)
    assert (update.value.participant_id, update.value.type, update.value.has_debug_audio) == (
        "pa",
        "user",
        False,
    )


def test_a_message_known_from_both_channels_keeps_its_speaker() -> None:
    update = updates(event("message.created", spoken(hasDebugAudio=True)))["message", "s"]
    assert isinstance(update, Upsert)
    row = message_of(message(has_debug_audio=True))
    assert (row.participant_id, row.external_user_id) == (None, None)
    assert merge_messages(row, update.value) == merge_messages(update.value, row) == update.value
    expired = message_of(message(has_debug_audio=False))
    assert merge_messages(update.value, expired).has_debug_audio is False


def test_members_inside_a_gathering_are_left_out() -> None:
    raw = event("gathering.updated", gathering(name="B", members=[member()]), changes={"name": "A lobby"})
    update = updates(raw)["gathering", "g"]
    assert isinstance(update, Upsert)
    assert (update.value, update.previous()) == (gathering(name="B"), gathering())


def test_a_sanction_is_shown_as_it_came() -> None:
    """Events and responses share one schema, in which ``participant`` is there if available: without it, it
    is gone.
    """
    kim = ParticipantInfo(id="pa", display_name="Kim", external_user_id="u", project_id="p")
    full, bare = (
        sanction(participant=kim, participant_id="pa"),
        sanction(participant_id="pa", status="revoked"),
    )
    assert SANCTION.rules.merged(full, bare) == bare
    assert SANCTION.rules.merged(bare, full) == full


@pytest.mark.parametrize("type_", ["gathering.member.joined", "gathering.member.ready"])
def test_a_new_member_changes_the_count_of_the_gathering(type_: str) -> None:
    routed = updates(event(type_, {"gatheringId": "g", "member": plain(member())}, at=5))
    update = routed.pop(("member", "g"))
    assert isinstance(update, Upsert)
    assert update.value == member()
    assert routed == {("gathering", None): Invalidate("g", AT), ("gathering", "g"): Invalidate("g", AT)}


def test_a_member_that_leaves_is_named_only_by_its_participant() -> None:
    routed = updates(event("gathering.member.left", {"gatheringId": "g", "participantId": "pa"}, at=5))
    assert routed[("member", "g")] == InvalidateList()
    assert routed[("gathering", "g")] == Invalidate("g", AT)


def test_an_invitation_makes_an_invited_member() -> None:
    routed = updates(event("gathering.invitation.sent", invitation()))
    update = routed[("invitation", "g")]
    assert isinstance(update, Upsert)
    assert update.value == invitation()
    assert routed[("member", "g")] == InvalidateList()


def test_an_invitation_by_mail_invalidates_the_list() -> None:
    raw = event(
        "gathering.invitation.sent", {"email": "kim@example.org", "name": "Kim"}, resourceId="gathering:g"
    )
    assert updates(raw) == {("invitation", "g"): InvalidateList(), ("member", "g"): InvalidateList()}


@pytest.mark.parametrize("verb", ["accepted", "declined"])
def test_a_response_to_an_invitation(verb: str) -> None:
    data = {"invitationId": "i", "gatheringId": "g", "participantId": "pa"}
    raw = event(f"gathering.invitation.{verb}", data)
    assert updates(raw) == {("invitation", "g"): InvalidateList(), ("member", "g"): InvalidateList()}


@pytest.mark.parametrize(
    ("type_", "status"), [("gathering.ended", "ended"), ("gathering.cancelled", "cancelled")]
)
def test_the_end_of_a_gathering_ends_its_invitations(type_: str, status: str) -> None:
    assert updates(event(type_, gathering(status=status)))[("invitation", "g")] == InvalidateList()


@pytest.mark.parametrize("kind", ["session", "participant", "sanction", "gathering"])
def test_an_unknown_event_type_is_fetched(kind: str) -> None:
    routed = updates(event(f"{kind}.archived", {"id": "x"}, timestamp="whenever"))
    assert routed[(kind, None)] == routed[(kind, "x")] == Invalidate("x", inf)


def test_a_known_event_of_another_shape_is_fetched() -> None:
    assert updates(event("session.updated", {"id": "s", "createdAt": 7}))[("session", "s")] == Invalidate(
        "s", inf
    )
    assert updates(event("message.created", {"sessionId": "s"})) == {("message", "s"): InvalidateList()}


@pytest.mark.parametrize(
    "more",
    [
        {"payload": None},
        {"payload": {"action": "updated", "data": None}},
        {"payload": {"data": {"id": None}}},
    ],
)
def test_a_null_in_an_event_costs_no_more_than_a_fetch(more: dict[str, Any]) -> None:
    raw = event("session.updated", plain(session()), resourceId="session:s", **more)
    (recheck,) = {update for _, update in event_updates(raw).updates}
    assert isinstance(recheck, Invalidate)
    assert recheck.key == "s"


def test_an_event_without_a_time_is_fetched() -> None:
    raw = event("session.updated", session(), timestamp=None)
    assert updates(raw)[("session", "s")] == Invalidate("s", inf)


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
def test_an_event_that_concerns_no_view_has_no_updates(raw: dict[str, Any]) -> None:
    assert read_event(raw) is None
