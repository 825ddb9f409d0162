"""Plugins and annotations."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api


async def install(api: Api, plugin: str, **settings: Any) -> Any:
    return await api.post("/plugins/instances", {"pluginId": plugin, "settings": settings})


async def test_the_catalog(api: Api) -> None:
    catalog = await api.get("/api/plugins")
    assert [one["slug"] for one in catalog] == ["profanity-filter", "session-summary", "amanda"]
    assert await api.get("/api/plugins/amanda") == catalog[2]
    assert (await api.call("GET", "/api/plugins/unknown")).status == 404


async def test_instances(api: Api) -> None:
    plugin = await api.get("/api/plugins/profanity-filter")
    instance = await install(api, plugin["id"], severity="high")
    assert instance["settings"] == {"words": ["damn", "hell", "crap"], "severity": "high"}
    path = f"/plugins/instances/{instance['id']}"
    assert await api.get(path) == {**instance, "plugin": plugin}
    assert await api.get("/plugins/instances") == [{**instance, "plugin": plugin}]
    updated = await api.ok("PUT", path, {"isEnabled": False, "settings": {"words": ["x"]}})
    assert (updated["isEnabled"], updated["settings"]) == (False, {"words": ["x"], "severity": "medium"})
    again = await api.call("POST", "/plugins/instances", {"pluginId": "profanity-filter"})
    assert (again.status, again["message"]) == (400, "Plugin is installed already")
    assert await api.ok("DELETE", path) == {"message": "Plugin instance deleted"}
    assert (await api.call("GET", path)).status == 404


@pytest.mark.parametrize(
    ("plugin", "settings"),
    [
        ("unknown", {}),
        ("amanda", {}),
        ("amanda", {"apiKey": 5}),
        ("amanda", {"apiKey": "k", "contact": "nobody"}),
        ("profanity-filter", {"severity": "huge"}),
        ("profanity-filter", {"words": "damn"}),
        ("profanity-filter", {"words": [1]}),
        ("profanity-filter", {"colour": "red"}),
        ("session-summary", {"sentences": 0}),
        ("session-summary", {"sentences": True}),
    ],
)
async def test_bad_settings(api: Api, plugin: str, settings: dict[str, Any]) -> None:
    body = {"pluginId": plugin, "settings": settings}
    assert (await api.call("POST", "/plugins/instances", body)).status == 400


async def test_bad_language_is_annotated(api: Api, emulator: Emulator) -> None:
    await install(api, "profanity-filter", words=["Darn"])
    session = await api.session()
    bad = await emulator.say(session["id"], "ada", "darn, DARN it")
    good = await emulator.say(session["id"], "ada", "darning is fine")
    await emulator.settle()
    ids = [bad["id"], good["id"], "unknown"]
    found = await api.post("/api/plugins/annotations/messages/batch", {"messageIds": ids})
    assert list(found) == [bad["id"]]
    (annotation,) = found[bad["id"]]
    assert (annotation["type"], annotation["data"]) == (
        "profanity",
        {"words": ["darn"], "severity": "medium", "score": 0.84},
    )
    (event,) = api.events("message.annotation.created")
    assert event["source"] == "cortex:plugin"
    assert event["payload"]["data"]["annotationId"] == annotation["id"]
    assert event["payload"]["data"]["externalUserId"] == "ada"
    assert event["payload"]["data"]["content"] == annotation["data"]
    assert await api.post("/api/plugins/annotations/messages/batch", {}) == {}


@pytest.mark.parametrize(
    ("severity", "text", "score"),
    [
        ("low", "damn", 0.3),
        ("medium", "damn", 0.6),
        ("high", "damn", 0.9),
        ("low", "damn this hell", 0.51),
        ("medium", "damn, damn, damn", 0.936),
        ("high", "damn " * 50, 1),
    ],
)
async def test_the_score_grows_with_the_severity_and_every_word(
    api: Api, emulator: Emulator, severity: str, text: str, score: float
) -> None:
    await install(api, "profanity-filter", severity=severity)
    session = await api.session()
    await emulator.say(session["id"], "ada", text)
    await emulator.settle()
    (event,) = api.events("message.annotation.created")
    assert event["payload"]["data"]["content"]["score"] == pytest.approx(score)


async def test_a_disabled_plugin_is_silent(api: Api, emulator: Emulator) -> None:
    instance = await install(api, "profanity-filter")
    await api.ok("PUT", f"/plugins/instances/{instance['id']}", {"isEnabled": False})
    session = await api.session()
    await emulator.say(session["id"], "ada", "damn")
    await emulator.settle()
    assert not api.events("message.annotation.created")


async def test_a_session_is_summed_up_at_its_end_and_again(api: Api, emulator: Emulator) -> None:
    await install(api, "session-summary", sentences=2)
    session = await api.session()
    await emulator.say(session["id"], "ada", "hello")
    await emulator.say(session["id"], "bob", "hi")
    path = f"/api/plugins/annotations/sessions/{session['id']}"
    assert await api.get(path) == []
    await api.post(f"/sessions/{session['id']}/stop")
    await emulator.settle()
    (first,) = await api.get(path)
    assert first["data"]["summary"] == 'Raid: 2 messages from ada, bob. ada said "hello".'
    await api.post(f"/sessions/{session['id']}/regenerate-summary")
    await emulator.settle()
    (second,) = await api.get(path)
    assert second["id"] != first["id"]
    assert second["data"] == first["data"]
    contents = [
        event["payload"]["data"]["annotationId"] for event in api.events("session.annotation.created")
    ]
    assert contents == [first["id"], second["id"]]


async def test_a_summary_takes_its_time() -> None:
    async with Emulator(plugin_delay=30) as emulator, aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        await install(api, "session-summary")
        session = await api.session()
        path = f"/api/plugins/annotations/sessions/{session['id']}"
        await api.post(f"/sessions/{session['id']}/regenerate-summary")
        assert await api.get(path) == []
        await emulator.clock.advance(30)
        (summary,) = await api.get(path)
        assert summary["data"]["messageCount"] == 0
        await api.post(f"/sessions/{session['id']}/regenerate-summary")
        assert await api.get(path) == []


async def test_without_the_plugin_nothing_comes_back(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await api.post(f"/sessions/{session['id']}/regenerate-summary")
    await emulator.settle()
    assert await api.get(f"/api/plugins/annotations/sessions/{session['id']}") == []
    assert (await api.get(f"/sessions/{session['id']}/actions"))["plugins"] == []


async def test_actions(api: Api) -> None:
    instance = await install(api, "session-summary")
    session = await api.session()
    (group,) = (await api.get(f"/sessions/{session['id']}/actions"))["plugins"]
    assert (group["pluginSlug"], group["instanceId"]) == ("session-summary", instance["id"])
    assert group["actions"][0]["id"] == "generate-minutes"


async def test_annotations_of_others_are_invisible(api: Api, emulator: Emulator) -> None:
    await install(api, "session-summary")
    session = await api.session()
    await api.post(f"/sessions/{session['id']}/stop")
    await emulator.settle()
    key, _ = emulator.add_tenant("rival")
    path = f"/api/plugins/annotations/sessions/{session['id']}"
    assert len(await api.get(path)) == 1
    assert await api.get(path, headers={"X-API-Key": key}) == []
