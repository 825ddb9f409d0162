"""Every snippet of docs/contrib.md runs unchanged against a fake server."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cortex_async.contrib.nimrobo import client as nimrobo_client
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.nimrobo.service import NIMROBO
from cortex_async.contrib.orga import client as orga_client
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.orga.service import ORGA
from cortex_async.contrib.rtcstack.fake import FakeRTCStack

GUIDE = "docs/contrib.md"
TEXT = (Path(__file__).parents[2] / GUIDE).read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


async def run(snippet: str, **names: object) -> dict[str, Any]:
    """Run a snippet; returns its global names."""
    code = compile(snippet, GUIDE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    left: dict[str, Any] = dict(names)
    async with asyncio.timeout(20):
        awaited = eval(code, left)
        if inspect.isawaitable(awaited):
            await awaited
    return left


def of(api: str) -> str:
    [snippet] = [snippet for snippet in SNIPPETS if f"contrib.{api} import" in snippet]
    return str(snippet)


def test_every_snippet_is_run_here() -> None:
    assert len(SNIPPETS) == len({of(api) for api in ("rtcstack", "orga", "nimrobo")})


async def test_rtcstack(capsys: pytest.CaptureFixture[str]) -> None:
    async with FakeRTCStack() as fake:

        def talk(request: object) -> None:
            live = fake.transcriptions.rooms.get("lobby")
            if live is not None and live.status == "active" and not live.segments:
                fake.transcriptions.say("lobby", 1_769_860_800_000, 1_769_860_801_000, "Ada", "hello")
                live.status = "stopped"

        fake.requests.listen(talk)
        snippet = of("rtcstack").replace("http://localhost:3246", fake.base_url)
        await run(snippet, key=fake.api_key, secret=fake.api_secret)
        assert [request for request in fake.requests if request.status not in (200, 201)] == []
    assert capsys.readouterr().out == "Ada hello\n"


async def test_orga(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeOrga() as fake:
        monkeypatch.setattr(orga_client, "ORGA", evolve(ORGA, base_url=fake.base_url))
        left = await run(of("orga"), key=fake.api_key)
        response = await left["session"](None)
    assert response.status == 200
    assert '"ephemeralToken"' in response.text


async def test_nimrobo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with FakeNimrobo() as fake:
        monkeypatch.setattr(nimrobo_client, "NIMROBO", evolve(NIMROBO, base_url=fake.base_url))
        monkeypatch.chdir(tmp_path)
        fake.add("sess", project_id="proj", status="completed", audio=b"RIFF", summary={"headline": "x"})
        await run(of("nimrobo"), key=fake.api_key, session_id="sess", project_id="proj")
    assert (tmp_path / "interview.wav").read_bytes() == b"RIFF"
