"""docs/contrib.md: the fake server of each API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

from attrs import evolve

from cortex_async.contrib.nimrobo import client as nimrobo_client
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.nimrobo.service import NIMROBO
from cortex_async.contrib.orga import client as orga_client
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.orga.service import ORGA
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    fakes = AsyncExitStack()
    rtcstack = stage.run(fakes.enter_async_context(FakeRTCStack()))
    orga = stage.run(fakes.enter_async_context(FakeOrga()))
    nimrobo = stage.run(fakes.enter_async_context(FakeNimrobo()))
    nimrobo.add("sess", project_id="proj", status="completed", audio=b"RIFF", summary={"headline": "x"})
    stage.monkeypatch.setattr(orga_client, "ORGA", evolve(ORGA, base_url=orga.base_url))
    stage.monkeypatch.setattr(nimrobo_client, "NIMROBO", evolve(NIMROBO, base_url=nimrobo.base_url))
    stage.replaced["http://localhost:3246"] = rtcstack.base_url

    def talk(request: object) -> None:
        live = rtcstack.transcriptions.rooms.get("lobby")
        if live is not None and live.status == "active" and not live.segments:
            rtcstack.transcriptions.say("lobby", 1_769_860_800_000, 1_769_860_801_000, "Ada", "hello")
            live.status = "stopped"

    rtcstack.requests.listen(talk)
    stage.names.update(session_id="sess", project_id="proj")
    keys = iter((rtcstack.api_key, orga.api_key, nimrobo.api_key))
    stage.names["secret"] = rtcstack.api_secret
    handlers: list[Any] = []
    stage.before = lambda block: stage.names.update(key=next(keys))
    stage.after = lambda block: handlers.append(stage.names.get("session"))
    yield
    assert [request for request in rtcstack.requests if request.status not in (200, 201)] == []
    assert stage.printed[0] == "Ada hello\n"
    stage.names["key"] = orga.api_key
    response = stage.run(handlers[1](None))
    assert response.status == 200
    assert '"ephemeralToken"' in response.text
    assert (stage.folder / "interview.wav").read_bytes() == b"RIFF"
    stage.run(fakes.aclose())
