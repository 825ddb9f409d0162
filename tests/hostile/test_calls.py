"""Whatever a server sends, a call soon returns a value or raises a ``CortexError`` without a credential."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cortex_sync
from cortex_async import CortexClient, CortexError, Retry, Timeout
from generator import ir
from tests.contract.arguments import API, JSON_OPERATIONS, PROJECT_ID, arguments, example_response
from tests.hostile.checks import KEY, check_error, checked
from tests.hostile.responses import Hostile, responses
from tests.wire.server import RawServer, Received, Reply

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "6"))
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="HOSTILE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
FAST: dict[str, Any] = {
    "retry": Retry(attempts=2, base=0, max_retry_after=0),
    "timeout": Timeout(connect=1, read=0.3, total=1.5),
}


def replying(hostile: Hostile) -> Callable[[Received], Reply]:
    """A server that sends ``hostile``, echoes the key, and closes the connection where that marks the end."""

    def reply(received: Received) -> Reply:
        content = hostile.wire(KEY)

        async def send(writer: asyncio.StreamWriter) -> None:
            writer.write(content)
            await writer.drain()
            if not hostile.keeps_alive:
                writer.close()

        return send

    return reply


@asynccontextmanager
async def server_and_scopes() -> AsyncIterator[tuple[RawServer, dict[str, Any]]]:
    async with RawServer() as server, CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        yield server, {"account": client, "project": client.project(PROJECT_ID)}


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def environment(runner: asyncio.Runner) -> Iterator[tuple[RawServer, dict[str, Any]]]:
    running = server_and_scopes()
    yield runner.run(running.__aenter__())
    runner.run(running.__aexit__(None, None, None))


def keywords_with_canaries(operation: ir.Operation) -> dict[str, Any]:
    """The operation's arguments, with the canary as the value of each secret one."""
    keywords = dict(arguments(operation).keywords)
    for keyword in operation.body.keywords or () if operation.body is not None else ():
        if keyword.field.wire in API.secret_fields and isinstance(keywords.get(keyword.name), str):
            keywords[keyword.name] = KEY
    if operation.id == "ingest":
        keywords["secret"] = KEY
    return keywords


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.id)
def test_every_operation_against_any_response(
    operation: ir.Operation, runner: asyncio.Runner, environment: tuple[RawServer, dict[str, Any]]
) -> None:
    server, scopes = environment
    method = getattr(getattr(scopes[operation.scope], operation.resource), operation.method)
    positional, keywords = arguments(operation).positional, keywords_with_canaries(operation)

    @SETTINGS
    @given(responses(example_response(operation)))
    def check(hostile: Hostile) -> None:
        server.requests.clear()
        server.reply = replying(hostile)
        runner.run(checked(_once(lambda: method(*positional, **keywords))))
        assert len(server.requests) <= 2

    check()


async def _once(call: Callable[[], Any]) -> Any:
    return await call()


@pytest.mark.parametrize(
    "operation", [op for op in JSON_OPERATIONS if op.paging and not op.paging.whole], ids=lambda op: op.id
)
def test_every_paged_operation_against_any_pages(
    operation: ir.Operation, runner: asyncio.Runner, environment: tuple[RawServer, dict[str, Any]]
) -> None:
    """The iteration ends, or raises: no server can make it endless."""
    server, scopes = environment
    method = getattr(getattr(scopes[operation.scope], operation.resource), operation.method)
    keywords = {**arguments(operation).keywords, "page_size": 2, "max_items": 10}

    async def walk() -> int:
        return len([item async for item in method(**keywords)])

    @SETTINGS
    @given(st.lists(responses(example_response(operation)), min_size=2, max_size=4))
    def check(pages: list[Hostile]) -> None:
        server.requests.clear()
        turn = iter(pages)
        server.reply = lambda received: replying(next(turn, pages[-1]))(received)
        runner.run(checked(walk()))
        assert len(server.requests) <= 40

    check()


def test_the_sync_client_against_any_response(runner: asyncio.Runner) -> None:
    """One operation is enough: the sync client adds no handling of responses."""
    operation = next(op for op in JSON_OPERATIONS if op.id == "createSession")
    server = RawServer()
    runner.run(server.__aenter__())
    with cortex_sync.CortexClient(base_url=server.url, api_key=KEY, **FAST) as client:
        project = client.project(PROJECT_ID)

        def call() -> None:
            try:
                project.sessions.create(**arguments(operation).keywords)
            except CortexError as error:
                check_error(error)

        @settings(SETTINGS, max_examples=10 * EXAMPLES)
        @given(responses(example_response(operation)))
        def check(hostile: Hostile) -> None:
            server.reply = replying(hostile)
            runner.run(asyncio.to_thread(call))

        check()
    runner.run(server.__aexit__(None, None, None))
