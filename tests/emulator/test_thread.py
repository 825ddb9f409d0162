"""The emulator for callers without an event loop."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from typing import Any

import pytest

from cortex_async.emulator import Emulator, ThreadedEmulator


def call(emulator: ThreadedEmulator, method: str, path: str, body: Any = None) -> Any:
    url = f"{emulator.base_url}/api/projects/{emulator.project_id}{path}"
    headers = {"X-API-Key": emulator.api_key, "Content-Type": "application/json"}
    raw = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, raw, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def test_plain_calls_from_any_thread() -> None:
    with Emulator.in_thread() as emulator:
        session = call(
            emulator, "POST", "/sessions", {"title": "Raid", "externalRoomId": "r", "idleTimeout": 60}
        )
        speakers = [f"user-{number}" for number in range(8)]
        threads = [
            threading.Thread(target=emulator.say, args=(session["id"], name, "hello")) for name in speakers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        messages = call(emulator, "GET", f"/sessions/{session['id']}/messages")
        assert {one["senderName"] for one in messages if one["type"] == "user"} == set(speakers)
        for name in speakers:
            emulator.leave(session["id"], name)
        emulator.clock.advance(60)
        assert call(emulator, "GET", f"/sessions/{session['id']}")["status"] == "ended"
        emulator.requests.assert_called("createSession", times=1, body={"title": "Raid"})
        assert not emulator.violations


def test_another_project_and_tenant() -> None:
    with Emulator.in_thread(api_key="ots_live_mine") as emulator:
        assert emulator.api_key == "ots_live_mine"
        assert emulator.add_project("Second") != emulator.project_id
        assert emulator.add_tenant("rival")[0] != emulator.api_key
        assert emulator.access_token.count(".") == 2
        assert emulator.project_secret()
        dumped = emulator.dump()
        emulator.reset()
        assert emulator.events == []
        emulator.load(dumped)
        emulator.settle()


def test_a_taken_port_raises_in_the_callers_thread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        emulator = Emulator.in_thread(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="address already in use"):
            emulator.start()


def test_it_runs_once_and_stops_twice() -> None:
    before = threading.enumerate()
    emulator = Emulator.in_thread()
    with pytest.raises(RuntimeError, match="not running"):
        emulator.dump()
    with pytest.raises(RuntimeError, match="not running"):
        _ = emulator.base_url
    emulator.start()
    with pytest.raises(RuntimeError, match="already running"):
        emulator.start()
    emulator.stop()
    emulator.stop()
    assert not [one for one in threading.enumerate() if one.name == "cortex-emulator" and one not in before]
