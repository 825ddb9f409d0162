"""Scenes of the scenarios of the pages on moderation."""

from __future__ import annotations

from tests.scenarios.stage import Stage


def install_plugin(stage: Stage) -> None:
    stage.run()
    assert {"profanity-filter is free", "amanda costs money"} <= set(stage.lines)
    (installed,) = stage.project.plugins.list()
    assert installed.plugin.slug == "profanity-filter"
    assert installed.settings["severity"] == "high"


def revoke(stage: Stage) -> None:
    sanction = stage.project.sanctions.create(type="mute", external_user_id="user-123", reason="Shouting")
    other = stage.project.sanctions.create(type="mute", external_user_id="user-124")
    stage.run()
    assert stage.lines == ["mute revoked"]
    assert stage.project.sanctions.get(sanction.id).revoked_at is not None
    assert stage.project.sanctions.get(other.id).revoked_at is None


def mute_flagged(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    rude, mild, other = (stage.emulator.say(session.id, name, "...") for name in ("ann", "bob", "cem"))
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.emulator.annotate(mild["id"], "toxicity", {"score": 0.79})
    stage.emulator.annotate(other["id"], "sentiment", {"score": 0.99})
    stage.emulator.annotate(mild["id"], "toxicity", {"score": "high"})
    stage.emulator.annotate(rude["id"], "toxicity", {"score": 0.8})
    stage.until(lambda: stage.project.sanctions.list_active("ann"))
    (sanction,) = stage.project.sanctions.list()
    assert (sanction.type, sanction.reason) == ("mute", "Toxicity 0.8")
    assert sanction.metadata == {"messageId": rude["id"]}
    stage.interrupt()


def enforce_on_join(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    stage.project.sanctions.create(type="mute", external_user_id="ann", reason="Shouting")
    lifted = stage.project.sanctions.create(type="perm_ban", external_user_id="ann", reason="Cheating")
    stage.project.sanctions.revoke(lifted.id)
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.emulator.join(session.id, "bob")
    stage.emulator.join(session.id, "ann")
    stage.shows("ann: mute (Shouting)")
    stage.interrupt()
    assert "bob" not in stage.screen.shown
    assert "perm_ban" not in stage.screen.shown
