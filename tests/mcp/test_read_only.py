"""Without ``--allow-write`` no tool can change anything at the API."""

from __future__ import annotations

from pathlib import Path

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from tests.evidence.cases import Case
from tests.mcp.serving import YES, Tools, result

READS = frozenset({"getMessageAnnotationsBatch"})
"""Operations that read although they are POST."""


async def test_every_tool_reads_only(
    emulator: Emulator, project: ProjectScope, tools: Tools, tmp_path: Path
) -> None:
    case = await Case.play(emulator, project)
    tools.evidence, tools.reply = tmp_path, YES
    arguments: dict[str, dict[str, object]] = {
        "list_sessions": {},
        "read_transcript": {"session_id": case.session_id},
        "search_transcripts": {"query": "done"},
        "flagged_lines": {},
        "person_history": {"external_user_id": "bob"},
        "active_sanctions": {},
        "collect_evidence": {"sanction_id": case.sanction_id, "message_id": case.message_id},
        "propose_sanction": {"type": "mute", "external_user_id": "bob", "reason": "x", "length": "1h"},
    }
    emulator.requests.clear()
    async with tools.client() as client:
        listed = (await client.list_tools()).tools
        assert [one.name for one in listed] == list(arguments)
        for tool in listed:
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint is (tool.name != "collect_evidence")
            assert tool.annotations.destructive_hint is False
            await result(client, tool.name, **arguments[tool.name])
    assert len(emulator.requests) > len(arguments)
    for request in emulator.requests:
        assert request.method == "GET" or request.operation in READS, str(request)
