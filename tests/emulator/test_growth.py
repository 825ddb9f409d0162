"""Nothing takes longer because there is more: counted in bytecodes, so without a clock."""

from __future__ import annotations

import gc
import hmac
from collections import Counter as Counts
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import orjson
import pytest

from cortex_async.emulator import Clock, Emulator
from cortex_async.emulator.dispatch import Incoming, call_handler, route
from cortex_async.emulator.errors import HTTPError
from cortex_async.emulator.page.view import SHOWN
from cortex_async.emulator.registry import HANDLERS
from cortex_async.emulator.spec import Spec, load_spec
from tests.emulator.conftest import START
from tests.emulator.growth.cases import CASES, NOT_COUNTED, Case
from tests.emulator.growth.counting import by_function, bytecodes, cost
from tests.emulator.growth.page import status_page
from tests.emulator.growth.state import fresh, grow, strangers

FEW, MANY = 50, 550
MORE = MANY - FEW
BYTECODES = 4 * MORE
"""So many may be added: looking once at each record takes at least six of them."""

BYTES = 8 * MORE * 2 // 3
"""So many may be added to the memory in use at a time: less than a list of all records."""


def emulator_with(count: int, *, elsewhere: bool) -> tuple[Emulator, str]:
    """An emulator, and a project that is the one with many records or beside it."""
    emulator = Emulator(clock=Clock(START, frozen=True), random_seed=1, history=1_000_000)
    other = emulator.add_project("other")
    for project_id, here in ((emulator.project_id, not elsewhere), (other, elsewhere)):
        grow(emulator, project_id, count if here else 3)
    strangers(emulator, count)
    return emulator, emulator.project_id


def filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(names)
    if isinstance(value, dict):
        return {key: filled(part, names) for key, part in value.items()}
    return [filled(part, names) for part in value] if isinstance(value, list) else value


def perform(emulator: Emulator, case: Case, names: dict[str, str]) -> Callable[[], None]:
    """A function that makes the call of a case, without the connection."""
    world, raw = emulator.world, b"" if case.body is None else orjson.dumps(filled(case.body, names))
    path, _, query = case.path.format_map(names).partition("?")
    stamp = world.clock.iso()
    headers = {
        "X-API-Key": emulator.api_key,
        "Authorization": f"Bearer {emulator.access_token}",
        "Content-Type": "application/json",
        "X-Project-Id": names["project"],
        "X-Timestamp": stamp,
        "X-Signature": hmac.new(names["secret"].encode(), stamp.encode() + raw, "sha256").hexdigest(),
    }
    incoming = Incoming(case.method, path, query, headers)

    def call() -> None:
        match = route(world.spec, incoming)
        emulator.faults.take(match.operation)
        world.ingested.clear()
        try:
            value = call_handler(world, match, incoming, raw)
        except HTTPError as error:
            if not case.refused:
                raise AssertionError(f"{case} is refused") from error
        else:
            orjson.dumps(value if isinstance(value, (dict, list)) else None)

    return call


def controls(emulator: Emulator, names: dict[str, str]) -> dict[str, Callable[[], object]]:
    """What a test does with an emulator."""
    session, speaker, faults = names["session"], names["unique"], emulator.faults
    used_up = faults.next("listSessions")
    return {
        "say": lambda: finish(emulator.say(session, speaker, "hello")),
        "the first word": lambda: finish(emulator.say(session, f"{speaker}-late", "hello")),
        "join": lambda: finish(emulator.join(session, f"{speaker}-later")),
        "leave": lambda: finish(emulator.leave(session, speaker)),
        "annotate": lambda: finish(emulator.annotate(names["message"], "toxicity", {})),
        "annotate what is unknown": lambda: finish(emulator.annotate("unknown", "x", {}), KeyError),
        "annotate_session": lambda: finish(emulator.annotate_session(session, "language", {})),
        "clock.advance": lambda: finish(emulator.clock.advance(0)),
        "faults.next": lambda: faults.next("listSessions", times=1000, status=500),
        "faults.remove": lambda: faults.remove(used_up),
        "faults of calls": lambda: faults.take(emulator.world.spec.operations["listSessions"]),
        "faults.events": lambda: faults.events.duplicate("never.*", times=1000),
        "faults.webhooks": lambda: faults.webhooks.duplicate(times=1000),
        "add_project": lambda: emulator.add_project("new"),
        "add_tenant": lambda: emulator.add_tenant(speaker),
        "access_token": lambda: emulator.access_token,
        "seed": lambda: emulator.seed(),
    }


def finish(work: Coroutine[Any, Any, Any], end: type[Exception] = StopIteration) -> None:
    """Run what never has to wait."""
    with pytest.raises(end):
        work.send(None)


@pytest.fixture(autouse=True)
def drift() -> None:
    """Without the second check of everything that is sent, which would be counted."""


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def costs(emulator: Emulator, project_id: str, *, whole: bool) -> dict[str, tuple[int, int]]:
    """Bytecodes and bytes of each call, and of each control."""
    found = {
        f"{case.method} {case.path}": cost(
            partial(perform, emulator, case), partial(fresh, emulator, project_id)
        )
        for case in CASES
        if case.whole == whole
    }
    for name in () if whole else controls(emulator, fresh(emulator, project_id)):

        def control(names: dict[str, str], name: str = name) -> Callable[[], object]:
            return controls(emulator, names)[name]

        found[name] = cost(control, partial(fresh, emulator, project_id))
    return found


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the project", "elsewhere"])
def test_nothing_takes_longer(elsewhere: bool) -> None:
    few, many = (costs(*emulator_with(count, elsewhere=elsewhere), whole=elsewhere) for count in (FEW, MANY))
    grown = {
        name: (few[name], many[name])
        for name in few
        if many[name][0] - few[name][0] > BYTECODES or many[name][1] - few[name][1] > BYTES
    }
    assert grown == {}


def test_the_status_page_and_a_reset_take_no_longer() -> None:
    pages, resets = list[Counts[str]](), list[int]()
    for count in (FEW, MANY):
        emulator, project_id = emulator_with(count, elsewhere=False)
        for _ in range(SHOWN):
            fresh(emulator, project_id)
        pages.append(by_function(status_page(emulator)))
        resets.append(bytecodes(emulator.reset))
    few, many = pages
    # Each row of its tables takes logarithmic time.
    assert {name: many[name] for name in many if many[name] > 2 * few[name] + BYTECODES} == {}
    assert resets[1] - resets[0] < BYTECODES


def test_every_operation_is_counted() -> None:
    spec, names = load_spec(), defaultdict[str, str](lambda: "x")
    paths = [(one.method, one.path.partition("?")[0].format_map(names)) for one in CASES]
    counted = {route_key(spec, *path) for path in paths}
    assert counted | NOT_COUNTED.keys() == HANDLERS.keys() & {one.key for one in spec.operations.values()}


def route_key(spec: Spec, method: str, path: str) -> str:
    return route(spec, Incoming(method, path, "", {})).operation.key
