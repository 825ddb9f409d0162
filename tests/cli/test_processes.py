"""``cortex`` as a process: signals, pipes, terminals, and what it loads."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cortex_async.emulator import ThreadedEmulator
from tests.cli.running import environment, ran

pexpect = pytest.importorskip("pexpect")

CORTEX = [sys.executable, "-m", "cortex_cli"]
WITHOUT = "import sys; sys.modules['{}'] = None; from cortex_cli.entry import main; sys.argv[1:] = {}; main()"
LOADED = """
import sys
from cortex_cli.entry import run_line
code = run_line({arguments})
print(code, *sorted(sys.modules), file=sys.stderr)
"""
HEAVY = ("aiohttp", "asyncio", "attrs", "cattrs", "json", "orjson", "rich", "ssl", "yaml")


@pytest.fixture
def env(cortex_emulator: ThreadedEmulator) -> dict[str, str]:
    return environment(cortex_emulator.base_url, cortex_emulator.project_id, cortex_emulator.api_key)


@pytest.fixture
def streaming(env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``cortex events stream`` after its first event."""
    with subprocess.Popen(
        [*CORTEX, "events", "stream"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        try:
            while not select.select([process.stdout], [], [], 0.1)[0]:
                ran("sessions", "create", "--title=Raid", "--external-room-id=room-1", env=env)
            assert json.loads(process.stdout.readline())["type"] == "session.created"
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_stream_cleanly(streaming: subprocess.Popen[bytes], number: signal.Signals) -> None:
    streaming.send_signal(number)
    _, err = streaming.communicate(timeout=20)
    assert (streaming.returncode, err) == (130, b"")


def test_a_closed_pipe_is_no_traceback(env: dict[str, str]) -> None:
    ran("participants", "create", "--external-user-id=ada", env=env)
    with subprocess.Popen(
        [*CORTEX, "participants", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--help"], {}),
        (["--help"], {"PYTHONUNBUFFERED": "1"}),
        (["--version"], {}),
        (["sessions", "--help"], {}),
        (["sessions", "list", "--help"], {}),
        (["doctor", "--help"], {}),
        (["completion", "bash"], {}),
        ([], {"_CORTEX_COMPLETE": "zsh_source"}),
        ([], {"_CORTEX_COMPLETE": "zsh_complete", "COMP_WORDS": "cortex ses", "COMP_CWORD": "1"}),
    ],
)
def test_a_full_disk_is_one_line(
    env: dict[str, str], arguments: list[str], variables: dict[str, str]
) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*CORTEX, *arguments],
            stdout=full, stderr=subprocess.PIPE, env=env | variables, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        b"cortex: stdout cannot be written: No space left on device\n",
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
@pytest.mark.parametrize("output", ["csv", "table"])
def test_data_that_cannot_be_written_names_stdout(env: dict[str, str], output: str) -> None:
    ran("participants", "create", "--external-user-id=ada", env=env)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*CORTEX, "participants", "list", "-o", output],
            stdout=full, stderr=subprocess.PIPE, env=env, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        b"cortex: stdout cannot be written: No space left on device\n",
    )


def test_without_click_it_says_what_to_install() -> None:
    code = WITHOUT.format("click", ["--help"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "cortex: the command line is not installed: pip install 'odin-cortex[cli]'\n"


@pytest.mark.parametrize(
    ("arguments", "groups"),
    [
        (["--version"], []),
        (["--help"], []),
        (["sessions", "--help"], []),
        (["sessions", "list", "--help"], ["sessions"]),
    ],
)
def test_help_loads_nothing_but_the_registry(arguments: list[str], groups: list[str]) -> None:
    code = LOADED.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, *modules = done.stderr.split()
    assert status == "0"
    assert [name for name in HEAVY if name in modules] == []
    assert [name for name in modules if name.startswith("cortex_cli._generated.of_")] == [
        f"cortex_cli._generated.of_{group}" for group in groups
    ]
    sdk = {name for name in modules if name.startswith("cortex_async.")}
    assert sdk <= {"cortex_async._core", "cortex_async._core.version"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_person_gets_a_table_and_is_asked(env: dict[str, str]) -> None:
    made = ran("participants", "create", "--external-user-id=ada", "--display-name=Ada L.", env=env).json
    command = "-m cortex_cli participants"
    shown = pexpect.run(f"{sys.executable} {command} list", env=env | {"NO_COLOR": "1"}, timeout=30).decode()
    assert shown.splitlines()[1].split() == [made["id"], "ada", "Ada", "L."]

    asked = pexpect.spawn(sys.executable, [*command.split(), "delete", made["id"]], env=env, timeout=30)
    asked.expect_exact("? [y/N]: ")
    asked.sendline("y")
    asked.expect_exact("done")
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == 0
    assert ran("participants", "list", env=env).out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_secret_is_asked_for_and_not_shown(env: dict[str, str]) -> None:
    words = ["-m", "cortex_cli", "webhooks", "create-subscription", "--url=http://x.test", "--events=*"]
    asked = pexpect.spawn(sys.executable, words, env=env, timeout=30)
    asked.expect_exact("--secret: ")
    asked.sendline("canary-of-a-secret")
    asked.expect_exact("http://x.test")
    rest = asked.read()
    asked.close()
    assert asked.exitstatus == 0
    assert b"canary" not in asked.before + rest
