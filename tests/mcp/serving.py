"""The tools of a project, called by the official client in this process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from attrs import define, field
from mcp import Client
from mcp_types import ElicitResult, ErrorData

from cortex_async import ProjectScope
from cortex_async.redaction import MaskPersonalData
from cortex_cli.mcp.calling import Caller
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.proposals import Proposals
from cortex_cli.mcp.protocol.server import server_of
from cortex_cli.mcp.results import MOST_BYTES
from cortex_cli.mcp.untrusted import Untrusted

YES = ElicitResult(action="accept", content={"confirm": True})
MODES = ("auto", "legacy")
"""The protocol of 2026-07-28, and those before it."""


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@define
class Tools:
    """What the tools are served with, and what came of it.

    reply: what the person at the client replies; None for a client that cannot ask.
    decided: when the person replies; at once without it.
    questions: what the person was asked.
    """

    project: ProjectScope
    write: bool = False
    evidence: Path | None = None
    redact: bool = False
    seconds: float = 60.0
    reply: ElicitResult | ErrorData | None = None
    decided: asyncio.Event | None = None
    questions: list[str] = field(factory=list[str])
    notes: list[str] = field(factory=list[str])
    time: Time = field(factory=Time)

    @asynccontextmanager
    async def client(self, mode: str = "auto") -> AsyncIterator[Client]:
        context = ToolContext(
            project=self.project,
            untrusted=Untrusted(MaskPersonalData().text if self.redact else None),
            evidence=self.evidence,
            proposals=Proposals(self.time) if self.write else None,
            note=self.notes.append,
        )

        async def asked(context: object, params: Any) -> ElicitResult | ErrorData:
            self.questions.append(params.message)
            if self.decided is not None:
                await self.decided.wait()
            assert self.reply is not None
            return self.reply

        server = server_of(Caller(context, self.seconds))
        async with Client(
            server, mode=mode, elicitation_callback=None if self.reply is None else asked
        ) as client:
            yield client

    async def call(self, name: str, **arguments: object) -> dict[str, Any]:
        """The result of one tool."""
        async with self.client() as client:
            return await result(client, name, **arguments)

    async def error(self, name: str, **arguments: object) -> str:
        """The one line that a tool fails with."""
        async with self.client() as client:
            return await failure(client, name, **arguments)


async def result(client: Client, name: str, **arguments: object) -> dict[str, Any]:
    """What a tool returns: the same as structured content and as text, and of bounded size."""
    found = await client.call_tool(name, arguments)
    text = found.content[0].text  # type: ignore[union-attr]  # all content is text
    assert not found.is_error, text
    assert json.loads(text) == found.structured_content
    assert len(text.encode()) <= MOST_BYTES
    structured: dict[str, Any] = found.structured_content
    return structured


async def failure(client: Client, name: str, **arguments: object) -> str:
    """The one line that a tool fails with."""
    found = await client.call_tool(name, arguments)
    assert found.is_error
    assert found.structured_content is None
    text: str = found.content[0].text  # type: ignore[union-attr]  # all content is text
    assert text
    assert "\n" not in text
    return text


async def pages(tools: Tools, name: str, items: str, **arguments: object) -> list[dict[str, Any]]:
    """All results of a tool, with the cursor of one in the call of the next."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    async with tools.client() as client:
        while not found or cursor is not None:
            found.append(await result(client, name, cursor=cursor, **arguments))
            cursor = found[-1]["next_cursor"]
            assert found[-1]["truncated"] is (cursor is not None)
            assert len(found) < 500, "the cursors go in circles"
    return found
