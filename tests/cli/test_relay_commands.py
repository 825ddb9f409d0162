"""``cortex relay``, ``cortex worker`` and ``cortex dead-letters`` with a real Redis."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cortex_async.relay import DeadLetter, Record
from cortex_async.relay.redis import RedisStreams
from cortex_sync import CortexClient, ProjectScope
from cortex_sync.emulator import Emulator
from tests.cli.processes import env_of, running
from tests.cli.running import environment, ran
from tests.cli.test_hostile_data import controls
from tests.imported_anew import imported_anew
from tests.redis_server import RedisServer, needs_redis, redis_server
from tests.relay.worker.playing import record

pytestmark = needs_redis

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b1A\r\n\x08\x7f\u202egnp.exe\u2028[red]x"
CANARY = "canary-7f3a"

BOT = """
from cortex_async import EventRouter

router = EventRouter()

@router.on("message.created")
async def said(event):
    if event.payload.data.content == "13":
        raise ValueError("unlucky")
    print(event.payload.data.content, flush=True)
"""


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


class Given:
    """A broker of its own name in the server, and the options of the commands that name it."""

    def __init__(self, redis: RedisServer, name: str) -> None:
        self.url, self.name = redis.url, name
        self.options = ["--source", redis.url, "--name", name, "--group", "g"]

    def call(self, method: str, *arguments: Any) -> Any:
        async def calling() -> Any:
            broker = RedisStreams(self.url, name=self.name)
            try:
                return await getattr(broker, method)(*arguments)
            finally:
                await broker.close()

        return asyncio.run(calling())

    def bury(self, *letters: tuple[Record, str]) -> None:
        """Give up events with these errors."""

        async def burying() -> None:
            broker = RedisStreams(self.url, name=self.name)
            await broker.publish([one for one, _ in letters])
            errors = {one.id: error for one, error in letters}
            member = await broker.join("g", "w", 30)
            await member.refresh()
            while await broker.lag("g"):
                for one in await member.read(member.owned, 100, 1):
                    at = datetime(2026, 11, 27, tzinfo=UTC)
                    letter = DeadLetter(one.id, one.key, "g", 5, errors[one.id], HOSTILE, at, one.body)
                    await member.bury(one, letter)
            await member.leave()
            await broker.close()

        asyncio.run(burying())


@pytest.fixture
def given(redis: RedisServer, request: pytest.FixtureRequest) -> Given:
    return Given(redis, f"n{abs(hash(request.node.name))}")


def test_the_list_has_what_was_given_up(given: Given) -> None:
    assert ran("dead-letters", "list", "-o", "json", *given.options).json == []
    given.bury((record("a", 1), "ValueError: no"))
    given.bury((record("a", 2), "E" * 1_000_000))
    shown, huge = ran("dead-letters", "list", "-o", "json", *given.options).json
    assert (shown["id"], shown["attempts"], shown["error"]) == ("a-1", 5, "ValueError: no")
    assert (shown["trace"], shown["time"]) == (HOSTILE, "2026-11-27T00:00:00+00:00")
    assert huge["error"] == "E" * 1_000_000
    assert shown["event"]["payload"]["data"]["content"] == "1"
    variables = {"CORTEX_BROKER_URL": given.url, "CORTEX_BROKER_NAME": given.name, "CORTEX_WORKER_GROUP": "g"}
    assert "a-1" in ran("dead-letters", "list", env=environment() | variables).out
    assert ran("dead-letters", "list", "--limit", "0", *given.options).code == 2


def test_letters_that_are_no_events_are_shown_too(given: Given) -> None:
    bodies = {
        "x1": b"{",
        "x2": b"[" * 5000,
        "x3": b"\xff\x00",
        "x4": b"[]",
        "x5": b'{"data_base64": "%"}',
        "x6": b"",
    }
    given.bury(*((Record(name, f"p/{name}", "", "", body), "bad") for name, body in bodies.items()))
    shown = {
        one["id"]: one["event"] for one in ran("dead-letters", "list", "-o", "json", *given.options).json
    }
    assert shown == {name: body.decode("utf-8", "replace") for name, body in bodies.items()}


@pytest.mark.parametrize("output", ["table", "json", "yaml", "csv", "ndjson"])
def test_hostile_ids_and_errors_control_no_terminal(given: Given, output: str) -> None:
    body = json.dumps({"data": {"id": HOSTILE, "type": HOSTILE}}).encode()
    given.bury(
        (Record(HOSTILE, f"p/{HOSTILE}", "", "", body), HOSTILE),
        (Record("half", "p/half", "", "", b"{"), "\ud800"),
    )
    done = ran("dead-letters", "list", "-o", output, *given.options, terminal=True)
    assert done.code == 0, done.err
    assert controls(done.out) == []
    assert "half" in done.out
    plain = ran("dead-letters", "revive", HOSTILE, "none\x1b[2J", *given.options, terminal=True)
    assert plain.code == 4
    assert controls(plain.err) == []
    assert ran("dead-letters", "discard", HOSTILE, *given.options).code == 0
    assert [one.id for one in given.call("dead_letters", "g")] == ["half"]


def test_letters_are_revived_and_discarded_by_id_or_all(given: Given) -> None:
    given.bury(*((record("a", number), "no") for number in range(4)))
    done = ran("dead-letters", "revive", "a-0", "a-2", *given.options)
    assert (done.code, done.out, done.err) == (0, "", "revived: 2\n")
    assert given.call("lag", "g") == 2
    done = ran("dead-letters", "discard", "a-1", *given.options)
    assert (done.code, done.err) == (0, "deleted: 1\n")
    assert [one.id for one in given.call("dead_letters", "g")] == ["a-3"]
    missing = ran("dead-letters", "discard", "a-3", "a-1", *given.options)
    assert (missing.code, len(missing.err.splitlines())) == (4, 1)
    assert "a-1 is not a dead letter of the group g" in missing.err
    assert ran("dead-letters", "discard", *given.options).code == 2
    assert ran("dead-letters", "discard", "--all", "a-3", *given.options).code == 2
    assert ran("dead-letters", "discard", "--all", *given.options).err == "deleted: 1\n"
    assert ran("dead-letters", "revive", "--all", *given.options).err == "revived: 0\n"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"redis://:{CANARY}@127.0.0.1:1/0", 6),
        (f"redis://:{CANARY}/x@127.0.0.1:1/0", 2),
        (f"redis://user:{CANARY}@127.0.0.1:{CANARY}", 2),
        (f"nats://user:{CANARY}@127.0.0.1:1", 6),
        (f"nats://user:{CANARY}@127.0.0.1:{CANARY}", 2),
        (f"nats://user:{CANARY}/x@127.0.0.1:4222", 2),
        (f"kafkaesque://user:{CANARY}@127.0.0.1", 2),
        (CANARY, 2),
    ],
)
def test_the_url_of_the_broker_is_never_shown(
    url: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bot.py").write_text(BOT)
    monkeypatch.chdir(tmp_path)
    env = environment() | {"CORTEX_BROKER_URL": url}
    lines = [
        ["dead-letters", "list", "--debug"],
        ["dead-letters", "revive", "--all"],
        ["dead-letters", "discard", "--all"],
        ["relay", "--base-url", "http://127.0.0.1:1"],
        ["worker", "bot:router"],
    ]
    # A server that is away is waited for; one command is enough.
    with imported_anew("bot"):
        for words in lines if code == 2 else lines[:1]:
            done = ran(*words, env=env)
            assert done.code == code, done
            assert CANARY not in done.out + done.err, words


def test_a_worker_handles_events_until_it_is_told_to_stop(given: Given, tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text(BOT)
    env = environment() | {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"}
    given.call("publish", [record("a", 13), record("a", 1)])
    with running("worker", "bot:router", "--attempts", "1", *given.options, env=env) as process:
        process.err.until("works for the group g")
        assert process.out.next() == "1"
        process.err.until("dead letter")
        given.call("publish", [record("b", 2)])
        assert process.out.next() == "2"
        assert process.end(signal.SIGINT) == 130
    assert given.call("lag", "g") == 0
    assert [one.id for one in given.call("dead_letters", "g")] == ["a-13"]


def test_a_worker_whose_router_is_not_there_is_one_line(given: Given) -> None:
    done = ran("worker", "nowhere:router", *given.options)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "cannot be imported: no module nowhere in this folder or on PYTHONPATH" in done.err


def test_a_relay_publishes_until_it_is_told_to_stop(given: Given) -> None:
    with Emulator() as emulator:
        env = env_of(emulator, CORTEX_BROKER_URL=given.url, CORTEX_BROKER_NAME=given.name)
        with (
            CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
            running("relay", "--health", "127.0.0.1:0", env=env) as process,
        ):
            process.err.until(", health at port")
            project: ProjectScope = client.project(emulator.project_id)
            while not given.call("lag", "g"):
                project.sessions.create(title="a", external_room_id="a")
            assert process.end() == 130
            assert emulator.api_key not in "".join(process.err.rest())


def test_a_relay_that_lacks_something_is_one_line() -> None:
    done = ran("relay", env=environment("http://127.0.0.1:1"))
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "--sink is missing: give it, or set CORTEX_BROKER_URL" in done.err
