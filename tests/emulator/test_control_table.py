"""The table of controls is complete and correct: against ``Emulator``, both remote versions, and OpenAPI."""

from __future__ import annotations

import inspect
import re
from functools import reduce
from typing import Any

import aiohttp
import jsonschema
import pytest
from openapi_python_client.schema import OpenAPI

import cortex_sync.testing
from cortex_async.emulator import Emulator
from cortex_async.emulator.control.definition import camel_case, snake_case
from cortex_async.emulator.control.table import CONTROLS
from cortex_async.testing import RemoteEmulator
from tests.emulator.api import Api

NOT_CONTROLS = {
    "base_url": "the client knows it",
    "control_enabled": "a client that is refused knows it",
    "control_token": "what a client must know before it asks",
    "in_thread": "makes an emulator",
    "start": "connects",
    "stop": "disconnects",
    "world": "the objects of another process; raises NotImplementedError",
    "functions": "takes Python code; raises NotImplementedError",
    "faults": "holds controls",
    "faults.events": "holds controls",
    "faults.webhooks": "holds controls",
    "faults.take": "for the server",
    "faults.events.apply": "for the server",
    "faults.webhooks.take": "for the server",
    "requests.add": "for the server; raises NotImplementedError",
    "requests.listen": "takes a function; raises NotImplementedError",
    "clock.attach": "for the emulator",
    "clock.shifted": "for the emulator",
    "clock.timestamp": "part of clock",
    "clock.iso": "part of clock",
    "clock.now": "part of clock",
    "clock.frozen": "part of clock",
}
ONLY_CONTROLS = {"faults.rule": "attributes of the rule that faults.next returns"}
ABSENT = {
    "in_thread",
    "faults.take",
    "faults.events.apply",
    "faults.webhooks.take",
    "clock.attach",
    "clock.shifted",
}
PARTS = ("clock", "faults", "faults.events", "faults.webhooks", "requests")


def member(owner: object, name: str) -> Any:
    return reduce(getattr, name.split("."), owner)


def names(emulator: object) -> set[str]:
    """The public names of an emulator and of its parts."""
    found = {name for name in (*dir(type(emulator)), *vars(emulator)) if not name.startswith("_")}
    for part in PARTS:
        inner = member(emulator, part)
        found |= {f"{part}.{name}" for name in (*dir(type(inner)), *vars(inner)) if not name.startswith("_")}
    return found


def parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [(one.name, one.kind, one.default) for one in inspect.signature(function).parameters.values()]


async def test_every_public_name_is_a_control_or_has_a_reason() -> None:
    async with Emulator() as emulator:
        assert names(emulator) - set(NOT_CONTROLS) == set(CONTROLS) - set(ONLY_CONTROLS)
        assert set(NOT_CONTROLS) <= names(emulator)


async def test_the_arguments_are_those_of_emulator() -> None:
    async with Emulator() as emulator:
        for name in sorted(set(CONTROLS) - set(ONLY_CONTROLS)):
            control, found = CONTROLS[name], member(emulator, name)
            if control.whole is not None:
                assert [one for one, _, _ in parameters(found)] == [control.whole]
                continue
            if not callable(found):
                assert (control.method, dict(control.arguments)) == ("GET", {}), name
                continue
            listed = [one for one in inspect.signature(found).parameters.values() if one.name != "effect"]
            required = [camel_case(one.name) for one in listed if one.default is one.empty]
            optional = [camel_case(one.name) for one in listed if one.default is not one.empty]
            assert list(control.required) == required, name
            assert list(control.optional)[: len(optional)] == optional, name
            for one in listed:
                assert one.default is not None or control.arguments[camel_case(one.name)]["nullable"], name


@pytest.mark.parametrize("remote", [RemoteEmulator, cortex_sync.testing.RemoteEmulator])
async def test_remote_emulators_have_every_name_and_signature(remote: Any) -> None:
    there = remote("http://127.0.0.1:1")
    async with Emulator() as emulator:
        for name in sorted(names(emulator) - ABSENT):
            *path, last = name.split(".")
            ours, owner = member(emulator, name), reduce(getattr, path, there)
            assert hasattr(type(owner), last) or last in vars(owner), name
            declared = inspect.getattr_static(owner, last)
            if not callable(ours):
                assert not callable(declared), name
            elif name not in ABSENT:
                assert parameters(getattr(owner, last)) == parameters(ours), name
                waits = inspect.iscoroutinefunction(ours) and remote is RemoteEmulator
                assert inspect.iscoroutinefunction(getattr(owner, last)) == waits, name


async def test_threaded_emulators_have_every_control() -> None:
    with Emulator.in_thread() as emulator:
        for name in set(CONTROLS) - set(ONLY_CONTROLS):
            assert member(emulator, name) is not NotImplemented
            if callable(member(emulator, name)):
                assert parameters(member(emulator, name)) == parameters(member(Emulator(), name)), name


def test_what_cannot_travel_is_reported() -> None:
    emulator = RemoteEmulator("http://127.0.0.1:1")
    with pytest.raises(NotImplementedError, match="world is not available for a remote emulator"):
        _ = emulator.world
    with pytest.raises(NotImplementedError, match=r"functions .* a stand-in is Python code"):
        _ = emulator.functions
    with pytest.raises(NotImplementedError, match=r"requests.listen .* a function cannot be sent"):
        emulator.requests.listen(print)
    with pytest.raises(NotImplementedError, match=r"requests\.add"):
        emulator.requests.add(None)  # type: ignore[arg-type]  # it is not looked at


def test_names_convert_both_ways() -> None:
    for control in CONTROLS.values():
        for name in control.arguments:
            assert camel_case(snake_case(name)) == name
        assert re.fullmatch(r"/_emulator(/[a-z-]+)+", control.path)


LAST = ("leave", "load", "reset")
VALUES: dict[str, Any] = {
    "name": "demo", "speaker": "ada", "text": "hello", "seconds": 1, "target": "*", "operation": "createSession", "count": 0,
    "versions": ["1.0.0"],
    "type": "toxicity", "content": {"score": 0.9},
}  # fmt: skip


async def test_every_control_works_as_its_openapi_document_says(api: Api, emulator: Emulator) -> None:
    async with api.http.get(f"{emulator.base_url}/_emulator/openapi.json") as response:
        document = await response.json()
    OpenAPI.model_validate(document)
    assert "security" not in document
    session = (await api.session())["id"]
    message = (await emulator.say(session, "ada", "hello"))["id"]
    await emulator.settle()
    dumped = emulator.dump()
    # What takes away the session or who is in it comes last.
    order = sorted(CONTROLS, key=lambda name: LAST.index(name) if name in LAST else -1)
    for name in order:
        control = CONTROLS[name]
        values = {**VALUES, "sessionId": session, "messageId": message, "rule": 1}
        if name == "requests.assert_not_called":
            values["operation"] = "createParticipant"
        body: Any = {key: values[key] for key in control.required}
        if name == "load":
            body = dumped
        url = f"{emulator.base_url}{control.path}"
        options: dict[str, Any] = {"data": body} if isinstance(body, str) else {"json": body}
        if control.method == "POST":
            options["headers"] = {"Content-Type": "application/json"}
        async with api.http.request(control.method, url, **options) as response:
            raw = await response.read()
            declared = document["paths"][control.path][control.method.lower()]["responses"]
            assert str(response.status) in declared, (name, response.status, raw)
            if response.status == 200:
                schema = declared["200"]["content"]["application/json"]["schema"]
                jsonschema.validate(await response.json(), nullable(schema))
        if name == "requests.clear":
            await api.session()


def nullable(schema: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema."""
    if isinstance(schema, list):
        return [nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    converted = {key: nullable(part) for key, part in schema.items() if key != "nullable"}
    return {"anyOf": [converted, {"type": "null"}]} if schema.get("nullable") is True else converted


async def test_a_token_is_declared() -> None:
    async with Emulator(control_token="t" * 20) as emulator, aiohttp.ClientSession() as http:
        headers = {"Authorization": "Bearer " + "t" * 20}
        async with http.get(f"{emulator.base_url}/_emulator/openapi.json", headers=headers) as response:
            document = await response.json()
    OpenAPI.model_validate(document)
    assert document["security"] == [{"token": []}]
