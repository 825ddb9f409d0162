"""``collect_evidence``."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cortex_async.evidence import collect_evidence as collect
from cortex_async.evidence.collecting import file_name
from cortex_cli.failures import Failure, usage
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.parameters import Parameter
from cortex_cli.mcp.tool import Tool


async def collect_evidence(
    context: ToolContext,
    *,
    message_id: str | None = None,
    sanction_id: str | None = None,
    session_id: str | None = None,
    before: int = 20,
    after: int = 20,
) -> dict[str, object]:
    """Write a bundle of evidence, and return what it is called and what it lacks."""
    if context.evidence is None:
        raise Failure("evidence is off: start cortex mcp with --evidence DIR")
    about = message_id or sanction_id
    if about is None:
        raise usage("message_id or sanction_id is needed")
    with _new_file(context, context.evidence / file_name(about)) as path:
        # What the API has forgotten since, such as the recording, would be lost.
        if await asyncio.to_thread(path.exists):
            raise Failure(f"evidence about it is in {path.name} already: a person can move that file away")
        collected = await collect(
            context.project,
            context.evidence,
            message_id=message_id,
            sanction_id=sanction_id,
            session_id=session_id,
            before=before,
            after=after,
        )
    subject = collected.subject
    context.note(f"evidence is in {collected.path}")
    return {
        "file": collected.path.name,
        "sha256": collected.sha256,
        "message_id": subject.message_id,
        "session_id": subject.session_id,
        "sanction_id": subject.sanction_id,
        "unavailable": [{"part": one.part, "reason": one.reason} for one in collected.unavailable],
    }


@contextmanager
def _new_file(context: ToolContext, path: Path) -> Generator[Path]:
    """Let only one call write a file. Raises ``Failure`` in the others."""
    if path.name in context.collecting:
        raise Failure("evidence about it is being collected by another call: wait for its result")
    context.collecting.add(path.name)
    try:
        yield path
    finally:
        context.collecting.discard(path.name)


COLLECT_EVIDENCE: Final = Tool(
    name="collect_evidence",
    title="Collect evidence",
    description=(
        "Write everything about a message or a sanction to one file in the evidence directory of this machine: the "
        "lines around it, annotations, sanctions of the person, the recording while there is one. Changes nothing at "
        "the API. Returns the name of the file and what could not be had, not the content."
    ),
    parameters=(
        Parameter(name="message_id", kind="plain", description="The message."),
        Parameter(name="sanction_id", kind="plain", description="The sanction."),
        Parameter(
            name="session_id",
            kind="plain",
            description="The session of the message. Give it if you know it: finding it takes many calls.",
        ),
        Parameter(
            name="before", kind="integer", description="Lines before it.", default=20, least=0, most=500
        ),
        Parameter(name="after", kind="integer", description="Lines after it.", default=20, least=0, most=500),
    ),
    function=collect_evidence,
    untrusted=False,
    local=True,
    available=lambda context: context.evidence is not None,
)
