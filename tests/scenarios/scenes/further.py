"""Scenes of the scenarios of other pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.scenarios.mailbox import Mailbox
from tests.scenarios.stage import Stage


def mail_summary(stage: Stage) -> None:
    stage.project.plugins.install(plugin_id="session-summary")
    host = stage.project.participants.create(external_user_id="host")
    meeting = stage.project.gatherings.create(
        name="Quarterly review",
        type="appointment",
        starts_at=datetime.now(UTC) + timedelta(hours=1),
        auto_start_session=True,
    )
    emails = ["ann@example.com", "bob@example.com"]
    stage.project.gatherings.send_invitations(meeting.id, invited_by_id=host.id, emails=emails)
    stage.emulator.clock.advance(3600)
    (session,) = stage.project.sessions.list()
    stage.emulator.say(session.id, "ann", "We are on track")
    with Mailbox() as mailbox:
        stage.start(SMTP_HOST="127.0.0.1", SMTP_PORT=str(mailbox.port), MAIL_FROM="cortex@example.com")
        stage.emulator.wait_for_streams(1)
        stage.project.sessions.stop(session.id)
        mail = mailbox.next()
        stage.shows("mailed to ann@example.com")
        stage.interrupt()
    assert mail["Subject"] == "Quarterly review"
    assert mail["To"] == ", ".join(emails)
    assert "We are on track" in mail.get_content()


def mute_profanity(stage: Stage) -> None:
    session = stage.project.sessions.create(title="Raid", external_room_id="room")
    rude, mild = (stage.emulator.say(session.id, name, "...") for name in ("ann", "bob"))
    stage.start()
    stage.emulator.wait_for_streams(1)
    stage.emulator.annotate(mild["id"], "profanity", {"severity": 0.8})
    stage.emulator.annotate(rude["id"], "profanity", {"severity": 0.81})
    stage.until(lambda: stage.project.sanctions.list_active("ann"))
    stage.interrupt()
    stage.emulator.clock.advance(61)
    assert stage.project.sanctions.list_active("ann") == []
    assert stage.project.sanctions.list_by_user("bob") == []
