"""Groups, searches and orders find what looking at every record would find."""

from __future__ import annotations

import asyncio
import itertools
import random
import tracemalloc
import weakref
from typing import Any

import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.events import Published
from cortex_async.emulator.readers import Filter, Reader, Readers
from cortex_async.emulator.stream_log import StreamEntry
from cortex_async.emulator.tables.ranks import Ranks
from tests.emulator.api import Api

KINDS = ("mute", "temp_ban")
USERS = ("ada", "bob", "eve")


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_a_sorted_list(seed: int) -> None:
    dice, ranks, members = random.Random(seed), Ranks(), set[int]()
    for _ in range(400):
        number = dice.randrange(dice.choice((4, 60, 3000)))
        if number in members:
            ranks.remove(number)
        else:
            ranks.add(number)
        members ^= {number}
        assert len(ranks) == len(members)
        if members:
            rank = dice.randrange(len(members))
            assert ranks.at(rank) == sorted(members)[rank]
    for rank in (-1, len(members)):
        with pytest.raises(IndexError):
            ranks.at(rank)


async def test_lists_of_sanctions_follow_every_change_and_the_clock(api: Api, emulator: Emulator) -> None:
    dice = random.Random(3)
    made: list[str] = []
    for _ in range(40):
        match dice.randrange(5):
            case 0 if made:
                await api.call("POST", f"/sanctions/{dice.choice(made)}/revoke", {})
            case 1 if made:
                change = {"type": dice.choice(KINDS), "endAt": dice.choice((None, ahead(emulator, 90)))}
                await api.call("PATCH", f"/sanctions/{dice.choice(made)}", change)
            case 2:
                await emulator.clock.advance(dice.choice((10, 40)))
            case 3 if dice.random() < 0.3:
                emulator.clock.reset()
            case _:
                values: dict[str, Any] = {"type": dice.choice(KINDS), "externalUserId": dice.choice(USERS)}
                start = dice.choice((0, 30))
                values |= {"startAt": ahead(emulator, start)} if start else {}
                values |= {"endAt": ahead(emulator, start + 50)} if dice.random() < 0.7 else {}
                made.append((await api.post("/sanctions", values))["id"])
        everything = (await api.get("/sanctions?limit=500"))["sanctions"]
        assert [one["id"] for one in everything] == made[::-1]
        kind, user = dice.choice(KINDS), dice.choice(USERS)
        active = [one for one in everything if one["isActive"]]
        assert (await api.get("/sanctions?activeOnly=true"))["sanctions"] == active
        of_kind = [one for one in everything if one["type"] == kind]
        assert await api.get(f"/sanctions?type={kind}&limit=2&offset=1") == {
            "sanctions": of_kind[1:3],
            "total": len(of_kind),
        }
        theirs = [one for one in active if (one["externalUserId"], one["type"]) == (user, kind)]
        assert await api.get(f"/sanctions/user/{user}/active?type={kind}") == theirs


def ahead(emulator: Emulator, seconds: float) -> str:
    return emulator.world.later(seconds)


async def test_gatherings_are_listed_by_what_they_are_now(api: Api) -> None:
    dice, made = random.Random(1), list[str]()
    for _ in range(25):
        if made and dice.random() < 0.5:
            path = f"/gatherings/{dice.choice(made)}"
            calls = (("PATCH", path, {"listed": True}), ("POST", f"{path}/end", None), ("DELETE", path, None))
            await api.call(*dice.choice(calls))
        else:
            made.append((await api.gathering(type=dice.choice(("lobby", "open"))))["id"])
        everything = (await api.get("/gatherings"))["gatherings"]
        assert [one["id"] for one in everything] == made
        wanted = {"type": "lobby", "status": dice.choice(("pending", "ended")), "listed": dice.random() < 0.5}
        query = "&".join(f"{name}={str(value).lower()}" for name, value in wanted.items())
        found = [one for one in everything if wanted.items() <= one.items()]
        assert await api.get(f"/gatherings?{query}") == {"gatherings": found, "total": len(found)}


async def test_a_search_finds_what_names_contain(api: Api) -> None:
    dice, people = random.Random(2), dict[str, dict[str, Any]]()
    names = [f"{a}{b}" for a, b in itertools.product(("Ann", "STRASSE", "bob", "nan"), ("", "a", "Straße"))]
    for number in range(60):
        chosen = dice.choice(list(people)) if people else None
        if chosen is not None and number % 3 == 0:
            people[chosen] = await api.ok(
                "PATCH", f"/participants/{chosen}", {"displayName": dice.choice(names)}
            )
        elif chosen is not None and number % 7 == 0:
            await api.ok("DELETE", f"/participants/{chosen}")
            del people[chosen]
        else:
            values = {"externalUserId": f"user-{number}", "displayName": dice.choice(names)}
            made = await api.post("/participants", values)
            people[made["id"]] = made
        for sought in ("a", "an", "ANN", "nast", "ser-1", "straße", "zzz", dice.choice(names)):
            expected = [
                one
                for one in people.values()
                if any(
                    sought.casefold() in one[name].casefold() for name in ("displayName", "externalUserId")
                )
            ]
            found = await api.get("/participants", params={"search": sought, "limit": 2, "offset": 1})
            assert found == {"participants": expected[1:3], "total": len(expected)}


def test_an_event_reaches_every_reader_that_wants_it() -> None:
    dice, readers = random.Random(4), Readers()
    patterns = ("*", "a.*", "a.b.*", "a.b", "c.d")
    made = []
    for number in range(200):
        filter_ = Filter(
            dice.choice("tu"),
            dice.choice((None, "p", "q")),
            tuple(dice.sample(patterns, dice.randrange(3))),
            tuple(dice.sample(("session:1", "session:2"), dice.randrange(3))),
        )
        reader = Reader(filter_, 10, StreamEntry(number, "", "", "", (), ()), counted=False)
        readers.add(reader)
        made.append(reader)
    for reader in made[::2]:
        readers.discard(reader)
    for type_, tenant, project in itertools.product(("a.b", "a.b.c", "c.d", "e"), "tu", "pq"):
        event = Published("1", type_, tenant, project, "session:1", b"{}")
        found = list(readers.of(event))
        assert len(found) == len(set(found)) < len(made)
        wanting = [one for one in made[1::2] if one.filter.accepts(event)]
        assert set(wanting) <= set(found) <= set(made[1::2])
    for reader in made:
        readers.discard(reader)
    assert (len(readers), list(readers.of(event))) == (0, [])


def test_timers_that_are_moved_leave_nothing_behind(emulator: Emulator) -> None:
    timers = emulator.world.timers
    timers.after(60, "kept", "a")
    tracemalloc.start()
    try:
        for number in range(5_000):
            timers.after(number, "moved", "a")
            timers.after(number, "cancelled", "a")
            timers.cancel("cancelled", "a")
        assert tracemalloc.get_traced_memory()[0] < 100_000
    finally:
        tracemalloc.stop()
    assert {one["kind"]: one["subjects"] for one in timers.dump()} == {"kept": ["a"], "moved": ["a"]}


async def test_a_reset_frees_memory_later_but_soon(emulator: Emulator) -> None:
    emulator.seed("large", sessions=1_000)
    conversations = emulator.world.store.messages.contents()
    kept = [weakref.ref(one) for one in list(conversations)[2].values()]  # type: ignore[union-attr]  # a dict
    assert len(kept) == 1_000
    emulator.reset()
    assert all(one() for one in kept)
    async with asyncio.timeout(30):
        while any(one() for one in kept):  # noqa: ASYNC110  (nothing announces that memory is free)
            await asyncio.sleep(0)


def test_without_an_event_loop_a_reset_frees_memory_at_once() -> None:
    emulator = Emulator()
    emulator.seed("large", sessions=10)
    kept = weakref.ref(emulator.world.store)
    emulator.reset()
    assert kept() is None
