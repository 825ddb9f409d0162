"""The contributed clients are observed too, each against its own spec."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from cortex_async import CortexError
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.telemetry import DriftObserver
from tests.contrib.calls import CALLS
from tests.telemetry.drift.conftest import Server

CLIENTS: dict[str, Any] = {"rtcstack": RTCStackClient, "orga": OrgaClient, "nimrobo": NimroboClient}


@pytest.mark.parametrize("api", CALLS)
async def test_every_operation_is_held_against_its_spec(server: Server, api: str) -> None:
    server.default = 200, b"<html>"
    observer = DriftObserver(share=1)
    async with CLIENTS[api](
        base_url=server.url, api_key="key-1", retry=False, observers=[observer]
    ) as client:
        for call in CALLS[api].values():
            with contextlib.suppress(CortexError):
                await call(client)
    observer.flush()
    assert {one.api for one in observer.deviations} == {api}
    assert {one.kind for one in observer.deviations} <= {"status", "type"}
    assert observer.counts.deviating == observer.counts.checked == len(CALLS[api])
