"""Objects with connections refuse to be copied or pickled, with a clear TypeError that shows no credential."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

import cortex_async
import cortex_async.contrib.nimrobo
import cortex_async.contrib.orga
import cortex_async.contrib.rtcstack
import cortex_sync
import cortex_sync.contrib.nimrobo
import cortex_sync.contrib.orga
import cortex_sync.contrib.rtcstack

SECRET = "k-5ecret-0f-th15-test"
URL = "http://127.0.0.1:9"

WAYS: dict[str, Callable[[object], object]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickle.dumps,
    "inside of something": lambda thing: copy.deepcopy({"held": [thing]}),
}


def clients() -> dict[str, object]:
    made: dict[str, object] = {}
    for package in (cortex_async, cortex_sync):
        contrib = package.contrib
        name = package.__name__
        made[f"{name} client"] = package.CortexClient(base_url=URL, api_key=SECRET)
        made[f"{name} client with a function"] = package.CortexClient(base_url=URL, api_key=lambda: SECRET)
        made[f"{name} client without a credential"] = package.CortexClient.without_credentials(base_url=URL)
        made[f"{name} RTCstack"] = contrib.rtcstack.RTCStackClient(
            base_url=URL, api_key=SECRET, api_secret=SECRET
        )
        made[f"{name} Orga"] = contrib.orga.OrgaClient(base_url=URL, api_key=SECRET)
        made[f"{name} Nimrobo"] = contrib.nimrobo.NimroboClient(base_url=URL, api_key=SECRET)
    made["cortex_async login"] = cortex_async.CortexClient.login(session_id=SECRET, base_url=URL)
    return made


def parts(client: cortex_async.CortexClient | cortex_sync.CortexClient) -> dict[str, object]:
    project = client.project("p")
    return {
        "variant": client.with_options(timeout=1),
        "project": project,
        "operations": project.sessions,
        "pager": project.participants.list(),
        "stream": project.events.stream(),
        "list that stays current": project.sessions.watch(),
        "object that stays current": project.sessions.watch("s"),
        "messages that stay current": project.sessions.watch_messages("s"),
    }


def things() -> dict[str, object]:
    found = clients()
    for package in (cortex_async, cortex_sync):
        client = package.CortexClient(base_url=URL, api_key=SECRET)
        found |= {f"{package.__name__} {name}": part for name, part in parts(client).items()}
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", things())
def test_each_thing_refuses_each_way(name: str, way: str) -> None:
    thing = things()[name]
    with pytest.raises(TypeError, match="cannot be copied or pickled") as caught:
        WAYS[way](thing)
    assert str(caught.value).startswith(type(thing).__name__)
    assert SECRET not in str(caught.value)


def test_the_states_of_a_stream_refuse_too() -> None:
    client = cortex_async.CortexClient(base_url=URL, api_key=SECRET)
    with pytest.raises(TypeError, match="StateFeed cannot"):
        copy.copy(client.project("p").events.stream().states())


def test_what_holds_no_connection_is_copied_as_ever() -> None:
    page = cortex_async.Page(items=[{"id": "1"}], total=1, offset=0)
    options = cortex_async.Timeout(total=3)
    for thing in (page, options, cortex_async.Retry(attempts=2)):
        assert copy.deepcopy(thing) == thing == pickle.loads(pickle.dumps(thing))
