"""The process itself, with the official client and without it: stdout is the protocol, and signals end it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import ElicitResult

from cortex_async.emulator import Emulator
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

    async def asked(_: object, params: object) -> ElicitResult:
        questions.append(params.message)  # type: ignore[attr-defined]  # a form
        return YES

    log = tmp_path / "stderr"
    with log.open("w") as errors:
        transport = stdio_client(
            parameters(emulator, "--allow-write", "--evidence", str(tmp_path), "--debug"), errlog=errors
        )
        async with Client(transport, mode="legacy", elicitation_callback=asked) as client:
            assert client.server_info.name == "odin-cortex"
            assert len((await client.list_tools()).tools) == 9
            flagged = await result(client, "flagged_lines")
            message = flagged["lines"][0]["message_id"]
            assert message == case.message_id
            evidence = await result(client, "collect_evidence", message_id=message)
            assert (tmp_path / evidence["file"]).exists()
            proposed = await result(
                client,
                "propose_sanction",
                type="warn",
                external_user_id="bob",
                reason="Threat",
                length="1h",
                message_id=message,
            )
            confirmed = await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
            shown = str([flagged, evidence, proposed, confirmed])
    assert f"--base-url={emulator.base_url}" in proposed["command"]
    assert emulator.requests.last("createSanction").body["metadata"]["messageId"] == message
    assert len(questions) == 1
    logged = log.read_text("utf-8")
    assert f"sanction {confirmed['sanction_id']} was created" in logged
    assert KEY not in logged + shown


@pytest.mark.parametrize("ending", [signal.SIGINT, None])
async def test_signals_and_the_end_of_stdin_end_it(emulator: Emulator, ending: signal.Signals | None) -> None:
    """In the protocol of 2026-07-28, without the official client."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "cortex_cli", "mcp"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(emulator.base_url),
        limit=1 << 20,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    requests = [
        {"method": "tools/list", "params": {"_meta": meta}},
        {"method": "tools/call", "params": {"name": "list_sessions", "arguments": {}, "_meta": meta}},
    ]
    for number, request in enumerate(requests):
        line = json.dumps({"jsonrpc": "2.0", "id": number, **request})
        process.stdin.write(f"{line}\n".encode())
    seen = [json.loads(await process.stdout.readline()) for _ in requests]
    assert sorted(one["id"] for one in seen) == [0, 1]
    # What is no message, or too long for one, ends nothing.
    process.stdin.write(b"not JSON\n\xff\n" + b"[" * (3 << 20) + b"\n")
    line = json.dumps({"jsonrpc": "2.0", "id": 7, **requests[1]})
    process.stdin.write(f"{line}\n".encode())
    while True:
        answer = json.loads(await process.stdout.readline())
        if answer.get("id") == 7:
            break
    assert answer["result"]["structuredContent"]["sessions"] == []
    if ending is None:
        process.stdin.close()
    else:
        process.send_signal(ending)
    out, err = await process.communicate()
    assert process.returncode == (0 if ending is None else 130), err.decode()
    assert all(json.loads(one)["jsonrpc"] == "2.0" for one in out.splitlines())
    assert b"Traceback" not in err
    assert KEY.encode() not in err
