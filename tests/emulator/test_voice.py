"""ODIN Voice: access keys, peer limit, analytics."""

from __future__ import annotations

from typing import Any

import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api
from tests.emulator.conftest import START


async def test_access_keys_need_activation(api: Api) -> None:
    assert (await api.call("POST", "/voice/access-keys", {"name": "main"})).status == 400
    response = await api.call("POST", "/voice/activate")
    assert (response.status, response.body) == (201, b"")
    await api.post("/voice/activate")
    created = await api.post("/voice/access-keys", {"name": "main", "description": "first"})
    assert (len(created["accessKey"]), len(created["pubKey"]), len(created["keyId"])) == (44, 44, 12)
    (listed,) = await api.get("/voice/access-keys")
    assert listed == {name: value for name, value in created.items() if name != "accessKey"}
    path = f"/voice/access-keys/{created['id']}"
    assert (await api.call("PUT", path, {"name": "new", "description": "second"})).body == b""
    (listed,) = await api.get("/voice/access-keys")
    assert (listed["name"], listed["description"]) == ("new", "second")
    assert (await api.get("/voice/settings"))["accessKeysCount"] == 1
    await api.ok("DELETE", path)
    assert (await api.call("DELETE", path)).status == 404
    assert (await api.call("PUT", path, {"name": "x"})).status == 404


async def test_the_peer_limit(api: Api) -> None:
    assert (await api.get("/voice/settings"))["peerLimit"] == 0
    assert (await api.ok("PUT", "/voice/peer-limit", {"peerLimit": 50}))["peerLimit"] == 50
    for wrong in (-1, 1.5):
        assert (await api.call("PUT", "/voice/peer-limit", {"peerLimit": wrong})).status == 400


async def test_analytics(api: Api, emulator: Emulator) -> None:
    session, other = await api.session(), await api.session()
    await emulator.clock.advance(1800)
    await emulator.join(session["id"], "ada")
    await emulator.join(session["id"], "bob")
    await emulator.clock.advance(1800)
    await emulator.join(other["id"], "eve")
    await emulator.clock.advance(900)
    await emulator.leave(other["id"], "eve")
    await emulator.leave(session["id"], "ada")
    await emulator.clock.advance(2700)
    start = int(START.timestamp())
    stamps = [start * 1000, (start + 3600) * 1000]
    peers = await api.get(f"/voice/analytics?start={start}")
    assert peers["peak"] == [[stamps[0], 2], [stamps[1], 3]]
    assert peers["average"] == [[stamps[0], 1.0], [stamps[1], 1.5]]
    rooms = await api.get(f"/voice/rooms-analytics?start={start}")
    assert rooms["peak"] == [[stamps[0], 1], [stamps[1], 2]]
    assert rooms["average"] == [[stamps[0], 0.5], [stamps[1], 1.25]]


@pytest.mark.parametrize("operation", ["analytics", "rooms-analytics"])
async def test_the_number_of_points_is_bounded(api: Api, operation: str) -> None:
    series: Any = await api.get(f"/voice/{operation}?start=0")
    assert 900 < len(series["peak"]) == len(series["average"]) <= 1000
    assert (await api.get(f"/voice/{operation}?start=99999999999"))["peak"] == []
    for wrong in ("", "?start=-1", "?start=1.5", "?start=yesterday"):
        assert (await api.call("GET", f"/voice/{operation}{wrong}")).status == 400
