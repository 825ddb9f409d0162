"""Fixtures: an emulator with a frozen clock, and a client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import orjson
import pytest

from cortex_async._core.telemetry.bodies import SeenBody
from cortex_async.emulator import Clock, Emulator
from cortex_async.emulator.conformance import Conformance
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Operation, load_spec
from cortex_async.telemetry import Deviation
from cortex_async.telemetry.drift.checker import Checker
from tests.emulator.api import Api
from tests.telemetry.drift.removed import reports

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """An emulator whose clock is frozen at START."""
    async with Emulator(clock=Clock(START, frozen=True), random_seed=1) as emulator:
        yield emulator
        assert not emulator.violations


@pytest.fixture(autouse=True)
def drift(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold everything that emulators in this process send against the spec a second time, as production does."""
    checker, found = Checker(show_names=True), list[Deviation]()

    def check_response(self: Conformance, operation: Operation, value: Any) -> None:
        checked(self, operation, value)
        found.extend(checker.check(seen(operation, operation.status, value)) or ())

    def check_event(self: Conformance, event: Record) -> None:
        checked_event(self, event)
        stream = load_spec().operations["stream"]
        found.extend(checker.check(seen(stream, None, event)) or ())

    checked, checked_event = Conformance.check_response, Conformance.check_event
    monkeypatch.setattr(Conformance, "check_response", check_response)
    monkeypatch.setattr(Conformance, "check_event", check_event)
    yield
    assert reports(found) == []


def seen(operation: Operation, status: int | None, value: Any) -> SeenBody:
    return SeenBody(
        package="cortex_async._generated",
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        status=status,
        body=orjson.dumps(value),
    )


@pytest.fixture
async def api(emulator: Emulator) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as http:
        yield Api(emulator, http)
