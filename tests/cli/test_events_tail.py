"""``cortex events tail``: what it shows, what it says of its connection, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time

import cortex_sync
from cortex_async.emulator import ThreadedEmulator
from tests.cli.processes import LIMIT, beside, env_of, running
from tests.cli.running import Ran, ran

HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202ename"


def tailed(
    emulator: ThreadedEmulator,
    project: cortex_sync.ProjectScope,
    title: str,
    arguments: str,
    *,
    terminal: bool = False,
) -> Ran:
    """Run ``events tail`` while a session is made."""
    with beside("events", "tail", *arguments.split(), env=env_of(emulator), terminal=terminal) as ending:
        emulator.wait_for_streams(1)
        project.sessions.create(title=title, external_room_id="1")
        return ending()


def test_lines_for_people(emulator: ThreadedEmulator, project: cortex_sync.ProjectScope) -> None:
    done = tailed(emulator, project, "Raid", "session.* -n 1 --utc --wide", terminal=True)
    assert (done.code, done.err) == (0, "connected\n")
    (session,) = project.sessions.list()
    line = re.sub(r"^\d\d:\d\d:\d\dZ", "18:00:00Z", done.out)
    assert re.sub(r" [\d.]+s ", " 0.0s ", line) == (
        f"18:00:00Z   0.0s  session.created           session:{session.id}  Raid  active\n"
    )


def test_what_the_server_sends_cannot_control_the_terminal(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope
) -> None:
    done = tailed(emulator, project, HOSTILE, "-n 1 --wide --fields payload.data.title", terminal=True)
    assert r"payload.data.title=\x1b]0;owned\x07\x1b[2J\u202ename" in done.out
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", done.out)


def test_each_format(emulator: ThreadedEmulator, project: cortex_sync.ProjectScope) -> None:
    done = tailed(emulator, project, "Raid", "-n 1 -o csv")
    head, row = done.out.splitlines()
    assert head == "id,timestamp,type,resourceId"
    assert row.split(",")[2] == "session.created"
    done = tailed(emulator, project, "Raid", "-n 1 -o json")
    assert done.lines[0]["payload"]["data"]["title"] == "Raid"
    refused = ran("events", "tail", "-o", "yaml", env=env_of(emulator))
    assert (refused.code, refused.out) == (2, "")
    assert (
        refused.err == "cortex: -o yaml is not possible: events tail writes one line at a time; use ndjson\n"
    )


def test_an_unknown_type_is_pointed_out(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope
) -> None:
    done = tailed(emulator, project, "Raid", "-n 1 sesion.* session.*")
    assert done.err.splitlines()[0] == (
        "warning: 'sesion.*' matches no event type that this version knows; the nearest known is 'session.*'"
    )


def test_it_begins_with_the_log_and_filters_it(
    project: cortex_sync.ProjectScope, emulator: ThreadedEmulator
) -> None:
    project.webhooks.create_subscription(url="http://127.0.0.1:9/x", events=["*"], secret="s3cret-s3cret")
    first = project.sessions.create(title="one", external_room_id="1")
    second = project.sessions.create(title="two", external_room_id="2")
    project.participants.create(external_user_id="ada")
    done = ran("events", "tail", "--since", "1h", "-n", "2", "session.*", env=env_of(emulator))
    assert [one["payload"]["data"]["id"] for one in done.lines] == [first.id, second.id]
    assert "it only has events that a webhook subscription asks for" in done.err
    one = ran("events", "tail", "--since=-1h", "-n1", f"--resource=session:{second.id}", env=env_of(emulator))
    assert [event["payload"]["data"]["id"] for event in one.lines] == [second.id]
    later = ran("events", "tail", "--since", "tomorrow 18:00", env=env_of(emulator))
    assert (later.code, later.err) == (2, "cortex: --since must be in the past, got 'tomorrow 18:00'\n")


def test_a_restart_of_the_server_loses_nothing_that_the_log_has(
    project: cortex_sync.ProjectScope, emulator: ThreadedEmulator
) -> None:
    project.webhooks.create_subscription(url="http://127.0.0.1:9/x", events=["*"], secret="s3cret-s3cret")
    with running("events", "tail", "--since", "1h", "session.created", env=env_of(emulator)) as tail:
        emulator.wait_for_streams(1)
        project.sessions.create(title="one", external_room_id="1")
        assert tail.record()["payload"]["data"]["title"] == "one"
        emulator.faults.events.drop("session.created")
        project.sessions.create(title="lost", external_room_id="2")
        emulator.stop()
        assert "; next attempt in " in tail.err.until("not connected: ")
        emulator.start()
        tail.err.until("connected again")
        assert tail.record()["payload"]["data"]["title"] == "lost"
        project.sessions.create(title="three", external_room_id="3")
        assert tail.record()["payload"]["data"]["title"] == "three"
        assert tail.end(signal.SIGTERM) == 130
        assert tail.out.rest() == []
        assert "1 events that the stream missed come from the webhook log" in tail.err.seen + tail.err.rest()


def test_a_reader_that_has_enough_is_no_error(
    project: cortex_sync.ProjectScope, emulator: ThreadedEmulator
) -> None:
    """As in ``cortex events tail | head -n 1``."""
    with subprocess.Popen(
        f"{sys.executable} -m cortex_cli events tail | head -n 1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env_of(emulator),
    ) as pipeline:
        emulator.wait_for_streams(1)
        while emulator.streams:  # it notices with the first event that nobody reads
            project.participants.create(external_user_id=f"user-{time.monotonic_ns()}")
        out, err = pipeline.communicate(timeout=LIMIT)
    event, code = out.splitlines()
    assert (json.loads(event)["type"], code, err) == ("participant.created", b"0", b"connected\n")
