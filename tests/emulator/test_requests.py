"""What the emulator remembers of requests."""

from __future__ import annotations

import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.recording import REDACTED
from tests.emulator.api import Api


async def test_requests_are_kept_with_their_outcome(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await api.call("GET", "/sessions/unknown?x=1")
    await api.call("GET", "/api/nothing")
    created, missing, nothing = emulator.requests
    assert (created.operation, created.status, created.method) == ("createSession", 201, "POST")
    assert created.body == {"title": "Raid", "externalRoomId": "room-1"}
    assert created.at == session["createdAt"]
    assert (missing.status, missing.path["id"], missing.url[-4:]) == (404, "unknown", "?x=1")
    assert (nothing.operation, nothing.status) == (None, 404)
    assert len(emulator.requests) == 3


async def test_assertions(api: Api, emulator: Emulator) -> None:
    requests = emulator.requests
    with pytest.raises(AssertionError, match="no request of createSession; seen: nothing"):
        requests.last("createSession")
    await api.session()
    await api.session(title="Other")
    await api.call("POST", "/sessions", {})
    requests.assert_called("createSession")
    requests.assert_called("createSession", times=1, body={"title": "Other"})
    requests.assert_called("createSession", times=2, status=201)
    requests.assert_not_called("createParticipant")
    assert requests.last().status == 400
    assert requests.last("createSession").body == {}
    with pytest.raises(
        AssertionError, match="createSession expected 1 times, called 3 times; seen: POST /api/"
    ):
        requests.assert_called("createSession", times=1)
    with pytest.raises(AssertionError, match="createParticipant expected at least once, called 0 times"):
        requests.assert_called("createParticipant")
    requests.clear()
    requests.assert_not_called("createSession")


async def test_secrets_are_not_kept(api: Api, emulator: Emulator) -> None:
    canary = "canary-7f3a"
    await api.call(
        "POST",
        "/webhooks/subscriptions",
        {"url": "http://x", "events": [], "secret": canary, "apiKey": canary},
    )
    await api.call("POST", "/api/auth/login", {"fusionSessionId": canary})
    await api.call(
        "PUT", "/functions/settings/env-vars", {"envVars": [{"key": "K", "value": canary, "isSecret": True}]}
    )
    await api.call(
        "PUT", "/settings", {"accessKeyConfig": {"accessKey": canary}, "e2eEncryptionPassword": canary}
    )
    await api.call("POST", "/sessions", data=canary.encode(), headers={"X-API-Key": canary})
    await api.call("GET", "/sessions", headers={"authorization": f"Bearer {canary}"})
    seen = [
        repr(request) + str(request) + str(dict(request.headers)) + str(request.body)
        for request in emulator.requests
    ]
    assert len(seen) == 6
    assert not [one for one in seen if canary in one or emulator.api_key in one]
    assert emulator.requests.all("createSubscription")[0].body["secret"] == REDACTED


async def test_the_history_is_bounded() -> None:
    import aiohttp

    async with Emulator(history=3) as emulator, aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        for number in range(5):
            await api.participant(f"user-{number}")
        assert [request.body["externalUserId"] for request in emulator.requests] == [
            "user-2",
            "user-3",
            "user-4",
        ]
        assert len(emulator.events) == 3
