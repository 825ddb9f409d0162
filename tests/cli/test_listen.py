"""``cortex listen``: what a local server gets, and what the person at the terminal sees of it."""

from __future__ import annotations

import re
import signal
import stat
from pathlib import Path
from typing import Any

import pytest

import cortex_sync
from cortex_async.emulator import ThreadedEmulator
from cortex_cli.forwarding.routes import is_local, routes
from tests.cli.processes import beside, env_of, running
from tests.cli.receiving import SECRET, Receiver
from tests.cli.running import ran

LOCAL = "--forward-to=http://localhost:1/"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    place = tmp_path / "secret"
    place.write_text(f"{SECRET}\n")
    return f"--secret=@{place}"


def made(project: cortex_sync.ProjectScope, title: str) -> None:
    project.sessions.create(title=title, external_room_id="1")


def test_a_server_gets_each_event_once_and_signed(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, secret: str
) -> None:
    """Through a restart of the API, with patterns that overlap, and with an event that only the log has."""
    env = env_of(emulator)
    project.webhooks.create_subscription(url="http://127.0.0.1:9/x", events=["*"], secret="s3cret-s3cret")
    project.webhooks.create_subscription(
        url="http://127.0.0.1:9/y", events=["session.*"], secret="s3cret-s3cret"
    )
    made(project, "earlier")
    words = ("listen", "session.*", "session.created", f"--forward-to={server.url}/hooks", "--backfill=1h")
    with running(*words, f"--map=participant.*={server.url}/people", secret, env=env) as listening:
        path, headers, event = server.next()
        assert (path, event["payload"]["data"]["title"]) == ("/hooks", "earlier")
        assert headers["Content-Type"] == "application/json"
        assert {"X-Signature", "X-Timestamp"} <= headers.keys()
        emulator.wait_for_streams(1)
        emulator.faults.events.duplicate("session.created")
        made(project, "twice")
        project.participants.create(external_user_id="ada")
        assert server.event()["payload"]["data"]["title"] == "twice"
        path, _, event = server.next()
        assert (path, event["type"]) == ("/people", "participant.created")
        emulator.faults.events.drop("session.created")
        made(project, "missed")
        emulator.stop()
        listening.err.until("not connected: ")
        emulator.start()
        listening.err.until("connected again")
        assert server.event()["payload"]["data"]["title"] == "missed"
        records = [listening.record() for _ in range(4)]
        assert listening.end(signal.SIGTERM) == 130
        assert [one["status"] for one in records] == [204] * 4
        assert records[0].keys() == {"id", "type", "url", "attempt", "delivered", "status", "durationMs"}
        assert listening.err.rest()[-1] == "4 delivered, 0 failed"
        assert SECRET not in "".join(listening.err.seen + listening.out.seen)
    assert server.arrived.empty()


def test_a_failure_shows_the_response_and_is_repeated(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, secret: str
) -> None:
    """A redirect counts as a failure: it could lead to another machine."""
    server.responses += [(500, f"no\x1b[2J way,\n{SECRET}".encode()), (302, b"")]
    words = ("listen", "--all", f"--forward-to={server.url}", secret, "--retries=1", "--wide")
    with running(*words, "-o", "table", env=env_of(emulator)) as listening:
        emulator.wait_for_streams(1)
        project.participants.create(external_user_id="ada")
        first, second = server.event(), server.event()
        assert first == second
        lines = [re.sub(r"^[\d:]{8}|\d+(?= ms)", "#", listening.out.next()) for _ in range(6)]
        shown = f"participant.created  {first['id']}  {server.url}"
        assert [re.sub(" +", " ", line) for line in lines] == [
            re.sub(" +", " ", line)
            for line in (
                f"#  500  # ms  {shown}",
                "    attempt 1 failed; again in 1 s",
                r"    | no\x1b[2J way,",
                "    | ***",
                f"#  302  # ms  {shown}",
                "    attempt 2 failed; given up",
            )
        ]
        assert listening.end(signal.SIGINT) == 130
        assert listening.err.rest() == ["connected", "0 delivered, 1 failed"]


def test_a_secret_is_made_once_and_kept_from_others(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, tmp_path: Path
) -> None:
    env = env_of(emulator, CORTEX_CONFIG_DIR=str(tmp_path / "made" / "here"))
    place = tmp_path / "made" / "here" / "listen-secret"
    for user in ("ada", "bob"):
        with running("listen", "--all", f"--forward-to={server.url}", env=env) as listening:
            note = listening.err.until("deliveries are signed with the secret in")
            assert str(place) in note
            server.secret = place.read_text().strip()
            emulator.wait_for_streams(1)
            project.participants.create(external_user_id=user)
            assert server.event()["type"] == "participant.created"
            assert listening.record()["delivered"]
            assert listening.end() == 130
            emulator.wait_for_streams(0)
            assert server.secret not in "".join(
                listening.err.rest() + listening.out.rest() + listening.err.seen
            )
    assert (stat.S_IMODE(place.stat().st_mode), len(server.secret)) == (0o600, 49)
    place.chmod(0o644)
    refused = ran("listen", "--all", LOCAL, env=env)
    assert (refused.code, "can be read by others" in refused.err, server.secret in refused.err) == (
        1,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--all"], "--forward-to is missing: give a URL such as http://localhost:3000/webhooks, or --map TYPE=URL"),
        ([LOCAL], "PATTERN is missing: give types such as 'session.*', or --all"),
        (["--all", "x.*", LOCAL], "--all and PATTERN exclude each other"),
        (["x.*", "--map=a.*=http://localhost:1"], "--forward-to is missing: without it only events of --map are forwarded"),
        (["--all", "--map=a"], "--map must be TYPE=URL, got 'a'"),
        (["--all", "--forward-to=localhost:1"], "--forward-to must be a URL such as http://localhost:3000/webhooks"),
        (["--all", "--forward-to=http://a:b@localhost"], "--forward-to must have no user and no password: other users can see command lines"),
        (["--all", LOCAL, f"--secret={SECRET}"], "--secret must be @FILE or - (stdin), or be given without a value to be asked for it"),
        (["--all", LOCAL, "-o", "yaml"], "-o yaml is not possible: listen writes one line at a time; use ndjson"),
        (
            ["--all", "--forward-to=http://example.test/x"],
            "--forward-to goes to another machine, example.test: events hold personal data; --allow-remote sends them",
        ),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)  # fmt: skip
def test_what_cannot_be_meant(arguments: list[str], message: str) -> None:
    done = ran("listen", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"cortex: {message}\n")


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("app.localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost.example.com", False),
        ("notlocalhost", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("2130706433", False),
        ("::ffff:10.0.0.1", False),
        ("127.0.0.1.nip.io", False),
    ],
)
def test_which_machines_are_this_one(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_the_most_specific_map_counts() -> None:
    found = routes(
        "http://localhost/rest",
        ["*=http://localhost/all?a=b", "session.*=http://localhost/s", "session.created=http://localhost/c"],
        allow_remote=False,
    )
    assert found.url_of("session.created") == "http://localhost/c"
    assert found.url_of("session.updated") == "http://localhost/s"
    assert found.url_of("message.created") == "http://localhost/all?a=b"
    assert (
        routes(
            "http://localhost/", ["a=http://localhost/1", "a=http://localhost/2"], allow_remote=False
        ).url_of("a")
        == "http://localhost/2"
    )
    assert routes(None, ["a=http://localhost/1"], allow_remote=False).url_of("b") is None


def test_it_says_when_it_is_not_connected(emulator: ThreadedEmulator, secret: str) -> None:
    env: dict[str, Any] = env_of(emulator) | {"CORTEX_BASE_URL": "http://127.0.0.1:9"}
    with running("listen", "--all", LOCAL, secret, env=env) as listening:
        assert "next attempt in" in listening.err.until("not connected: ")
        assert listening.end(signal.SIGINT) == 130
    refused = ran("listen", "--all", LOCAL, secret, env=env_of(emulator, CORTEX_API_KEY="wrong-key"))
    assert (refused.code, refused.out) == (3, "")
    assert "wrong-key" not in refused.err


def test_it_ends_when_the_server_ends_the_stream(
    emulator: ThreadedEmulator, project: cortex_sync.ProjectScope, server: Receiver, secret: str
) -> None:
    with beside("listen", "--all", f"--forward-to={server.url}", secret, env=env_of(emulator)) as ending:
        emulator.wait_for_streams(1)
        emulator.faults.always("streamProject", status=204)
        project.participants.create(external_user_id="ada")
        server.event()
        emulator.cut_streams()
        done = ending()
    assert (done.code, len(done.lines)) == (0, 1)
    assert done.err.splitlines()[-2:] == ["not connected: the stream has ended", "1 delivered, 0 failed"]
