"""Exit codes and the line on stderr. The codes are frozen: scripts rely on them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import cortex_async
from cortex_async.relay import BrokerUnavailable
from cortex_cli import exit_codes
from cortex_cli.failures import Failure, code_of, wants_json
from tests.cli.running import environment, ran, ran_beside
from tests.contract.conftest import Wire
from tests.contract.conftest import wire as wire

FROZEN = {
    "OK": 0,
    "OTHER": 1,
    "USAGE": 2,
    "AUTH": 3,
    "NOT_FOUND": 4,
    "RATE_LIMITED": 5,
    "NETWORK": 6,
    "INTERRUPTED": 130,
}
BY_STATUS = {400: 2, 401: 3, 403: 3, 404: 4, 409: 1, 418: 1, 422: 2, 500: 1}
ERRORS: dict[BaseException, int] = {
    cortex_async.ArgumentValueError("x"): 2,
    cortex_async.ConfigError("x"): 2,
    cortex_async.RateLimited("x"): 5,
    cortex_async.ConnectionFailed("x"): 6,
    cortex_async.TimedOut("x"): 6,
    BrokerUnavailable("x"): 6,
    cortex_async.DecodeError("x"): 1,
    cortex_async.ClientClosed(): 1,
    KeyboardInterrupt(): 130,
    Failure("x", 4): 4,
    ValueError("x"): 1,
}


def test_the_codes_never_change() -> None:
    assert {name: getattr(exit_codes, name) for name in dir(exit_codes) if name.isupper()} == FROZEN


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_each_error_has_its_code(error: BaseException) -> None:
    assert code_of(error) == ERRORS[error]


@pytest.mark.parametrize("status", BY_STATUS)
async def test_a_refusal_of_the_server_is_one_line(wire: Wire, status: int) -> None:
    wire.status, wire.payload = status, {"message": "no\u001b[2J way"}

    done = await ran_beside("sessions", "start", "s1", env=environment(wire.url))

    assert done.code == BY_STATUS[status]
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert done.err.startswith("cortex: startSession POST ")
    assert "\x1b" not in done.err


async def test_a_rejected_credential_says_what_to_run_next(wire: Wire) -> None:
    wire.status, wire.payload = 401, {"message": "Invalid API key"}

    done = await ran_beside("sessions", "list", env=environment(wire.url))

    assert done.err.endswith(". Run `cortex doctor` to see which credential is used and what it may do\n")


async def test_a_missing_connection_says_what_to_run_next() -> None:
    done = await ran_beside("sessions", "list", env=environment("https://127.0.0.1:1"))

    assert (done.code, done.err.count("\n")) == (6, 1)
    assert done.err.endswith(". Run `cortex doctor` to check the connection\n")


@pytest.mark.parametrize("asked", [["-o", "json"], ["-ojson"], ["--output=ndjson"]])
async def test_an_error_is_json_if_json_was_asked_for(wire: Wire, asked: list[str]) -> None:
    wire.status, wire.payload = 404, {"message": "no such session"}

    done = await ran_beside("sessions", "get", "s1", *asked, env=environment(wire.url))

    error: dict[str, Any] = json.loads(done.err)["error"]
    assert (done.code, error["exitCode"], error["status"], error["type"]) == (4, 4, 404, "NotFound")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("sessions list", "cortex: --project is missing"),
        ("sessions nope", "cortex: No such command 'nope'. (help"),
        ("session list", "cortex: No such command 'session'. Did you mean 'sessions'?"),
        ("sanctions create", "cortex: Missing option '--type'"),
        ("sanctions create --type mute --end-at soon", "cortex: --end-at must be an ISO 8601 datetime"),
        ("sanctions create --type mute --metadata {", "cortex: --metadata must be JSON, @FILE or -: "),
        ("sanctions create --type mute --metadata 5", "cortex: --metadata must be a JSON object"),
        (
            "sanctions create --type mute --metadata @/no/such",
            "cortex: --metadata cannot be read from /no/such",
        ),
        (
            "sessions create --title a --external-room-id b --idle-timeout x",
            "cortex: --idle-timeout must be a wh",
        ),
        ("sanctions list --limit 3 --all", "cortex: --limit and --all exclude each other"),
        (
            "sanctions update s --end-at now --null end-at",
            "cortex: --end-at has a value and is in --null, too",
        ),
        ("functions update-env-vars --env-vars -", "cortex: --env-vars must be JSON"),
        ("sessions list --fields a,,b", "cortex: Invalid value for '--fields'"),
        ("export a --format vvt", "cortex: Invalid value for '--format': 'vvt' is not one of 'text', 'srt'"),
        ("api GET /api/{id}", "cortex: PATH must have a value instead of {id}"),
        (
            "api GET nowhere",
            "cortex: PATH must begin with one slash, such as /api/projects: --base-url names the host",
        ),
        ("api GET http://x.test/api", "cortex: PATH must begin with one slash"),
        ("api GET //x.test/api", "cortex: PATH must begin with one slash"),
        (
            "api GET /api/projects?limit=5",
            "cortex: PATH must not contain a query: give it as --query limit=5",
        ),
        ("api POST /api --field x", "cortex: --field must be NAME=VALUE"),
        ("--profile no-such-profile sessions list", "cortex: --profile no-such-profile does not exist"),
        ("-o xml sessions list", "cortex: Invalid value for '-o' / '--output'"),
        ("sessions list -o", "cortex: Option '-o' requires an argument. (help: cortex sessions list --help)"),
        ("sessions list --project=", "cortex: --project must be a non-empty string, got ''"),
        ("sessions list --profile=", "cortex: --profile must be a non-empty string, got ''"),
        ("sessions list --base-url=", "cortex: --base-url must be a non-empty string, got ''"),
        ("sanctions list --limit x", "cortex: --limit must be a whole number of at least 1, got 'x'"),
        ("sanctions list --limit 0", "cortex: --limit must be a whole number of at least 1, got '0'"),
        ("sanctions list --offset -1", "cortex: --offset must be a whole number of at least 0, got '-1'"),
        (
            "sanctions --limit 5 list",
            "cortex: No such option '--limit'. Options of a command come after its name",
        ),
        (
            "--all participants list",
            "cortex: No such option '--all'. Options of a command come after its name",
        ),
        ("help", "cortex: No such command 'help'. Did you mean '--help'?"),
        ("version", "cortex: No such command 'version'. Did you mean '--version'?"),
        (
            "sessions list --fields titel",
            "cortex: --fields names 'titel', which sessions list does not have: id, ",
        ),
        (
            "sessions list --fields id,a.b",
            "cortex: --fields names 'a.b', which sessions list does not have: id, ",
        ),
        ("--project p1 tokens generate --room-id r --user-id u -o id", "cortex: -o id is not possible"),
    ],
)
def test_a_wrong_line_says_what_to_do(line: str, wanted: str) -> None:
    done = ran(*line.split(" "), env=environment("http://127.0.0.1:9", project=""))

    assert done.code == 2
    assert done.err.splitlines()[-1].startswith(wanted)
    assert done.out == ""


def test_an_argument_that_the_sdk_refuses_has_the_name_that_was_typed() -> None:
    env = environment("http://127.0.0.1:9")
    for words, wanted in (
        (["sessions", "get", ""], "cortex: SESSION_ID must be a non-empty string, got ''"),
        (
            ["sessions", "create", "--title=a", "--external-room-id=b", f"--idle-timeout={2**70}"],
            "cortex: --idle-timeout must be an integer of 64 bits",
        ),
        (["participants", "list", "--search", "\udcff"], "cortex: --search must be UTF-8, got '\\udcff'"),
    ):
        done = ran(*words, env=env)
        assert (done.code, done.err[: len(wanted)]) == (2, wanted)


def test_no_credential_is_a_problem_of_the_credential() -> None:
    done = ran("sessions", "list", env=environment("http://127.0.0.1:9", key=""))
    assert (done.code, done.err[:32]) == (3, "cortex: credential is missing: s")


def test_stdin_is_read_once() -> None:
    done = ran("sanctions", "create", "--type=mute", "--metadata=-", "--scope=-", stdin=b"{}")
    assert (done.code, done.err) == (
        2,
        "cortex: --scope cannot be read from stdin, which --metadata reads already\n",
    )


def test_debug_shows_the_traceback() -> None:
    done = ran("sessions", "list", "--debug", env=environment(key=""))
    assert done.err.startswith("Traceback")
    assert done.err.splitlines()[-1].startswith("cortex: credential is missing")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("x -o json", True),
        ("x -o table", False),
        ("x -o json -o csv", False),
        ("x -- -o json", False),
        ("x -o", False),
    ],
)
def test_the_format_of_errors_is_that_of_the_last_option(line: str, wanted: bool) -> None:
    assert wants_json(line.split(" ")) is wanted


def test_without_a_command_help_is_shown() -> None:
    done = ran()
    assert done.code == 2
    assert "Groups of commands:" in done.err
    assert ran("--version").out == f"cortex {cortex_async.__version__}\n"
