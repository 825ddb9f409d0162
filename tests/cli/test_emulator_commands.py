"""``cortex emulator``: as a process, and in control of one that runs."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import click
import pytest

from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.emulator.__main__ import parse
from cortex_cli.commands.emulator.start import command as start
from tests.cli.running import KEY, Ran, environment, ran

TOKEN = "canary-of-the-control-token"


class Controls:
    """``cortex`` that controls an emulator."""

    def __init__(self, emulator: ThreadedEmulator, **more: str) -> None:
        self.emulator = emulator
        self.env = environment(emulator.base_url, emulator.project_id, emulator.api_key) | more

    def __call__(self, line: str, *more: str) -> Ran:
        return ran(*line.split(), *more, env=self.env)

    def session(self) -> str:
        return self("sessions create --title Raid --external-room-id room-1 -o id").out.strip()


@pytest.fixture
def controls(env: dict[str, str], cortex_emulator: ThreadedEmulator) -> Controls:
    return Controls(cortex_emulator, CORTEX_CONFIG_DIR=env["CORTEX_CONFIG_DIR"])


def test_people_come_speak_and_leave(controls: Controls) -> None:
    session = controls.session()
    joined = controls(f"emulator join {session} ada --display-name", "Ada L.").json
    assert (joined["externalUserId"], joined["displayName"]) == ("ada", "Ada L.")
    said = controls(f"emulator say {session} ada", "hello there").json
    assert (said["content"], said["senderName"]) == ("hello there", "Ada L.")
    assert controls(f"messages list {session}").lines[-1]["id"] == said["id"]
    assert controls(f"emulator leave {session} ada").json["id"] == joined["id"]


def test_time_moves_as_far_as_it_is_told(controls: Controls) -> None:
    before = controls.emulator.clock.now()
    now = datetime.fromisoformat(controls("emulator advance 1h30m").json["now"])
    assert timedelta(minutes=90) <= now - before < timedelta(minutes=91)
    assert controls("emulator advance soon").code == 2


def test_faults_happen_until_they_are_cleared(controls: Controls) -> None:
    made = controls(
        "emulator fault listSessions --status 404 --times 2 --header",
        "X-Reason: test",
        "--body",
        '{"message": "gone"}',
    )
    assert made.json == {"rule": 1, "target": "listSessions", "left": 2, "taken": 0}
    assert "gone" in controls("sessions list").err
    assert controls("emulator fault listSessions --always --status 403").json["left"] is None
    assert [controls("sessions list").code for _ in range(3)] == [4, 3, 3]
    assert controls("emulator clear-faults").err == "no faults are left\n"
    assert controls("sessions list").code == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("fault listSessions", "fault needs to know what goes wrong"),
        ("fault listSesions --stall", "did you mean 'listSessions'?"),
        ("fault listSessions --times 2 --always --stall", "--times and --always exclude each other"),
        ("fault listSessions --body {}  --stall", "--body needs --status"),
        ("fault listSessions --header nonsense --stall", "--header must be NAME:VALUE"),
        ("fault listSessions --delay soon", "--delay must be a duration"),
        ("fault-webhooks skew", "--seconds is needed for skew"),
        ("fault-webhooks duplicate --seconds 3", "--seconds is needed for skew, and for nothing else"),
        ("seed demo --sessions 3", "sessions"),
        ("--port 1 reset", "--port cannot be used with reset"),
        ("--seed-size many", "--seed-size must be SESSIONS"),
        ("--base-url http://127.0.0.1:1", "No such option"),
        ("frobnicate", "No such command 'frobnicate'"),
    ],
)
def test_what_makes_no_sense_is_one_line(controls: Controls, line: str, message: str) -> None:
    done = controls(f"emulator {line}")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1


def test_faults_of_events_and_webhooks(controls: Controls) -> None:
    said = [
        controls("emulator fault-events drop message.* --times 2"),
        controls("emulator fault-webhooks skew --seconds -400"),
        controls("emulator fault-webhooks bad-signature"),
    ]
    assert [done.code for done in said] == [0, 0, 0]
    assert said[0].err == "drop: the next 2 of message.*\n"


def test_data_comes_and_goes(controls: Controls) -> None:
    assert controls("emulator seed large --sessions 3 --messages 2").code == 0
    assert len(controls("sessions list").lines) == 3
    assert controls("emulator reset").code == 0
    assert controls("sessions list").lines == []


def test_what_the_emulator_does_not_have_is_not_found(controls: Controls) -> None:
    done = controls("emulator say nowhere ada hello")
    assert (done.code, done.err) == (4, "cortex: session nowhere not found\n")


def test_no_emulator_is_exit_code_6_and_says_how_to_start_one(env: dict[str, str]) -> None:
    done = ran("emulator", "reset", "--base-url", "http://127.0.0.1:1", env=env)
    assert done.code == 6
    assert done.err.endswith("; start one with: cortex emulator\n")


def test_a_profile_names_the_emulator_and_its_key_is_not_needed(
    env: dict[str, str], served: ThreadedEmulator
) -> None:
    words = [
        "login",
        "--no-check",
        "--base-url",
        f"{served.base_url}/api",
        "--credential",
        "-",
        "--store",
        "file",
    ]
    ran(*words, env=env, stdin=b"any-key")
    assert ran("emulator", "advance", "1s", env=env).code == 0


@pytest.fixture(scope="module")
def guarded() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread(control_token=TOKEN) as emulator:
        yield emulator


def test_a_control_token_comes_from_the_environment_or_stdin(
    env: dict[str, str], guarded: ThreadedEmulator
) -> None:
    line = ("emulator", "clear-faults", "--base-url", guarded.base_url)
    assert ran(*line, env=env).code == 3
    assert ran(*line, env=env | {"CORTEX_EMULATOR_TOKEN": TOKEN}).code == 0
    assert ran(*line, "--control-token", "-", env=env, stdin=TOKEN.encode()).code == 0
    wrong = ran(*line, "--control-token", "-", "--debug", env=env, stdin=b"another-canary")
    assert (wrong.code, "another-canary" in wrong.err) == (3, False)
    assert ran(*line, "--control-token", TOKEN, env=env).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_it_serves_until_it_is_told_to_end(env: dict[str, str]) -> None:
    words = ["emulator", "--port", "0", "--key", KEY, "--seed", "--control-token", "-", "--project", "p1"]
    with subprocess.Popen(
        [sys.executable, "-m", "cortex_cli", *words],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(TOKEN)
        process.stdin.close()
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        url = found[0]
        try:
            inside = env | {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": KEY, "CORTEX_PROJECT_ID": "p1"}
            assert ran("sessions", "list", env=inside).lines
            assert ran("emulator", "reset", env=inside).code == 3
            assert ran("emulator", "reset", env=inside | {"CORTEX_EMULATOR_TOKEN": TOKEN}).code == 0
            if os.path.exists(f"/proc/{process.pid}/cmdline"):
                with open(f"/proc/{process.pid}/cmdline") as file:
                    assert TOKEN not in file.read()
        finally:
            process.send_signal(signal.SIGINT)
        _, err = process.stdout.read(), process.stderr and process.stderr.read()
    assert (process.returncode, err) == (0, "")


def test_a_port_that_is_taken_is_one_line(env: dict[str, str], served: ThreadedEmulator) -> None:
    port = served.base_url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "cortex_cli", "emulator", "--port", port],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_its_options_are_those_of_the_module() -> None:
    with mock.patch.object(argparse.ArgumentParser, "parse_args", lambda parser, _: parser):
        parser: Any = parse([])
    theirs = {
        action.option_strings[-1] if action.dest != "control" else "--control": action
        for action in parser._actions
    }
    theirs.pop("--help")
    ours = {one.opts[-1]: one for one in start.params if isinstance(one, click.Option) and one.expose_value}
    assert ours.keys() == theirs.keys()
    for name, action in theirs.items():
        if action.default not in (None, False):
            assert ours[name].default in (action.default, str(action.default)), name
