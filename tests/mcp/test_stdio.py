"""The process itself, with the official client and without it: stdout is the protocol, and signals end it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import ElicitResult

from cortex_async.emulator import Emulator
from cortex_cli.mcp.protocol.stdio import LONGEST_LINE
from tests.cli.running import environment
from tests.evidence.cases import Case
from tests.mcp.conftest import KEY
from tests.mcp.serving import YES, result


def parameters(emulator: Emulator, *options: str) -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable, args=["-m", "cortex_cli", "mcp", *options], env=environment(emulator.base_url)
    )


async def test_the_official_client_reads_and_a_person_confirms(
    emulator: Emulator, case: Case, tmp_path: Path
) -> None:
    questions: list[str] = []

    async def asked(context: object, params: object) -> ElicitResult:
        questions.append(params.message)  # type: ignore[attr-defined]  # a form
        return YES

    log = tmp_path / "stderr"
    with log.open("w") as errors:
        transport = stdio_client(
            parameters(emulator, "--allow-write", "--evidence", str(tmp_path), "--debug"), errlog=errors
        )
        async with Client(transport, mode="legacy", elicitation_callback=asked) as client:
            assert client.server_info is not None
            assert client.server_info.name == "odin-cortex"
            assert len((await client.list_tools()).tools) == 9
            flagged = await result(client, "flagged_lines")
            assert flagged["lines"][0]["message_id"] == case.message_id
            evidence = await result(client, "collect_evidence", message_id=case.message_id)
            assert (tmp_path / evidence["file"]).exists()
            proposed = await result(
                client,
                "propose_sanction",
                type="warn",
                external_user_id="bob",
                reason="Threat",
                length="1h",
                message_id=case.message_id,
            )
            confirmed = await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
            shown = str([flagged, evidence, proposed, confirmed])
    assert f"--base-url={emulator.base_url}" in proposed["command"]
    assert emulator.requests.last("createSanction").body["metadata"]["messageId"] == case.message_id
    assert len(questions) == 1
    logged = log.read_text("utf-8")
    assert f"sanction {confirmed['sanction_id']} was created" in logged
    assert KEY not in logged + shown


META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


def message(number: int, method: str, **params: object) -> bytes:
    """A request in the protocol of 2026-07-28."""
    content = {"jsonrpc": "2.0", "id": number, "method": method, "params": {**params, "_meta": META}}
    return f"{json.dumps(content)}\n".encode()


@pytest.mark.parametrize(("ending", "code"), [("signal", 130), ("stdin", 0), ("stdout", 0)])
async def test_it_ends_with_its_client(emulator: Emulator, ending: str, code: int) -> None:
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cortex_cli", "mcp"),
        stdin=asyncio.subprocess.PIPE,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
        env=environment(emulator.base_url),
    )
    os.close(writing)
    responses = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(responses), os.fdopen(reading, "rb")
    )
    assert process.stdin is not None
    # What is no message, or too long for one, ends nothing.
    process.stdin.write(b"not JSON\n\xff\n" + b"[" * (2 * LONGEST_LINE) + b"\n")
    process.stdin.write(message(7, "tools/call", name="list_sessions", arguments={}))
    while (response := json.loads(await responses.readline())).get("id") != 7:
        assert "error" in response
    assert response["result"]["structuredContent"]["sessions"] == []
    if ending == "signal":
        process.send_signal(signal.SIGINT)
    elif ending == "stdin":
        process.stdin.close()
    else:
        transport.close()
        process.stdin.write(message(8, "tools/list"))
    assert process.stderr is not None
    assert await process.stderr.read() == b""
    assert await process.wait() == code
    transport.close()
    assert await responses.read() == b""
