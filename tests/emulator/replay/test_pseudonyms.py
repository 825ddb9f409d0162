"""Personal names on demand: none in the recording, and each person the same throughout."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import CortexClient
from cortex_async.emulator import Emulator, Recorder, Replay
from cortex_async.emulator.replay.people import People
from cortex_async.emulator.replay.people_names import invented
from cortex_async.emulator.replay.vocabulary import is_word
from tests.emulator.replay.upstream import http, recording, serving


async def test_people_of_a_session(tmp_path: Path) -> None:
    file = tmp_path / "session.ndjson"
    # A seed, because one of a thousand random ids contains 4711 as a group of its own.
    emulator = Emulator(random_seed=1)
    async with emulator, Recorder(emulator.base_url, file, pseudonymise=True) as recorder:
        async with CortexClient(base_url=recorder.base_url, api_key=emulator.api_key) as client:
            project = client.project(emulator.project_id)
            session = await project.sessions.create(title="Raid", external_room_id="room-1")
            await emulator.settle()
            # The name is spoken before anything says that it is one.
            await emulator.say(session.id, "speaker-0", "where is Lovelace? and grace.hopper@navy.example?")
            await project.messages.list(session.id)
            await project.participants.create(external_user_id="steam:4711", display_name="Ada Lovelace")
            await emulator.say(session.id, "steam:4711", "it is me, ADA. Ask Ada Lovelace (steam:4711)!")
            await project.messages.list(session.id)
            await project.sanctions.create(external_user_id="steam:4711", type="mute", reason="ada again")
            await project.sanctions.list_active("steam:4711")
        project_id = emulator.project_id
    text = file.read_text()
    for personal in ("ada", "lovelace", "4711", "hopper", "speaker-0"):
        assert not re.search(rf"\b{personal}\b", text, re.IGNORECASE), personal
    async with (
        Replay(file, speed="max") as replay,
        CortexClient(base_url=replay.base_url, api_key="x") as client,
    ):
        project = client.project(project_id)
        first = await project.messages.list(session.id)
        second = await project.messages.list(session.id)
        # The project, the session and the title are no people.
        assert first[-1].session_id == session.id
        ada = second[-1].sender_name
        name, family = ada.split()
        assert first[-1].content.startswith(f"where is {family}? and ")
        assert first[-1].content.endswith("@example.com?")
        sanction = [line for line in map(json.loads, text.splitlines()) if line.get("method") == "POST"][-1]
        user = sanction["body"]["json"]["externalUserId"] if "json" in sanction["body"] else ""
        assert second[-1].content == f"it is me, {name}. Ask {ada} ({user})!"
        assert [one.reason for one in await project.sanctions.list_active(user)] == [f"{name} again"]


async def test_without_it_names_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    body = {"displayName": "Ada Lovelace", "email": "ada@navy.example"}

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.json_response(body)

    async with (
        recording(respond, file) as (recorder, client),
        client.get(f"{recorder.base_url}/api") as response,
    ):
        await response.read()
    assert "Ada Lovelace" in file.read_text()
    assert "ada@navy.example" in file.read_text()


async def exchange(tmp_path: Path, *bodies: Any, path: str = "/api") -> str:
    """The recording of responses with these bodies."""
    queue = iter(bodies)

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        body = next(queue)
        if isinstance(body, bytes):
            return web.Response(body=body, content_type="audio/wav")
        return web.Response(
            body=json.dumps(body, separators=(",", ":")).encode(), content_type="application/json"
        )

    file = tmp_path / "a.ndjson"
    async with (
        serving(respond) as upstream,
        Recorder(upstream, file, pseudonymise=True) as recorder,
        http() as client,
    ):
        for _ in bodies:
            async with client.get(recorder.base_url + path) as response:
                await response.read()
    return file.read_text()


async def test_what_belongs_together_is_one_person(tmp_path: Path) -> None:
    text = await exchange(
        tmp_path,
        {"displayName": "Ada Lovelace", "externalUserId": "u-ada", "inviterName": "Bob Noyce", "inviterEmail": "b@n.example"},
        {"name": "Ada Lovelace", "email": "ada@l.example", "id": "7b0e3a52-0d5a-4d0f-9a53-5b2b0b5b6f10"},
        {"name": "Lobby", "userId": "7b0e3a52-0d5a-4d0f-9a53-5b2b0b5b6f10"},
        {"userData": {"realName": "Ada Lovelace", "city": "London", "level": 7, "pro": True}},
    )  # fmt: skip
    one, two, three, four = [
        line["body"]["json"] for line in map(json.loads, text.splitlines()) if line["kind"] == "response"
    ]
    first, last = invented(0)
    assert one["displayName"] == two["name"] == four["userData"]["realName"] == f"{first} {last}"
    assert one["externalUserId"] == f"{first.lower()}-1"
    assert two["email"] == f"{first}.{last}@example.com".lower()
    other, family = invented(1)
    assert (one["inviterName"], one["inviterEmail"]) == (
        f"{other} {family}",
        f"{other}.{family}@example.com".lower(),
    )
    # Things, and ids of the API.
    assert three == {"name": "Lobby", "userId": two["id"]}
    assert four["userData"] == {"realName": f"{first} {last}", "city": "text-1", "level": 7, "pro": True}


async def test_a_voice_is_not_recorded(tmp_path: Path) -> None:
    text = await exchange(tmp_path, b"RIFF\xff\xfe")
    assert '"omitted":6' in text


async def test_a_person_in_the_path(tmp_path: Path) -> None:
    text = await exchange(
        tmp_path, {"seen": "Zo\u00eb X"}, path="/api/projects/p/sanctions/user/Zo%C3%AB%20X"
    )
    assert "Zo" not in text.replace("Zor", "")


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1), max_size=8),
    st.text(),
)
def test_a_value_has_one_pseudonym(names: list[str], around: str) -> None:
    people = People()
    pseudonyms = {name: people.pseudonym("name", name) for name in names}
    assert {name: people.pseudonym("name", name) for name in names} == pseudonyms
    for name in names:
        ordinary = len(name) < 3 or name.isdecimal() or is_word(name) or is_word(name.lower())
        assert ordinary or people.replace(name) == pseudonyms[name]


async def test_a_name_that_is_a_word_of_the_api_breaks_nothing(tmp_path: Path) -> None:
    text = await exchange(
        tmp_path, {"senderName": "system", "type": "system", "externalUserId": "7", "level": "7"}
    )
    body = json.loads(text.splitlines()[2])["body"]["json"]
    assert (body["type"], body["level"]) == ("system", "7")
    assert body["senderName"] != "system"


async def test_a_short_id_in_the_path(tmp_path: Path) -> None:
    text = await exchange(tmp_path, {}, path="/api/projects/p/sanctions/user/7/active")
    assert (
        json.loads(text.splitlines()[1])["path"]
        == f"/api/projects/p/sanctions/user/{invented(0)[0].lower()}-1/active"
    )


def test_invented_names_differ() -> None:
    assert len({invented(number)[0] for number in range(3000)}) == 3000
