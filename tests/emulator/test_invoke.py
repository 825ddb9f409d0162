"""Invoke URLs: Python stand-ins run in place of the TypeScript of functions."""

from __future__ import annotations

import asyncio
import logging
import threading
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Clock, Emulator, FunctionContext, HttpEvent
from tests.emulator.api import Api
from tests.emulator.conftest import START
from tests.emulator.test_functions import activate, create

CODE = {"name": "Greet", "code": "exports.handler = () => {}"}


async def deploy(api: Api, emulator: Emulator, slug: str = "greet", **values: Any) -> str:
    """Activate Functions and deploy a function; returns its path."""
    if not (await api.get("/functions/settings"))["isActivated"]:
        await activate(api, emulator)
    path = f"/functions/{(await create(api, slug=slug, **values))['id']}"
    await api.post(f"{path}/publish", {})
    await api.post(f"{path}/deploy")
    await emulator.clock.advance(5)
    return path


def invoke_url(emulator: Emulator, slug: str = "greet") -> str:
    return f"{emulator.base_url}/invoke/{emulator.project_id}/{slug}"


async def invoke(api: Api, slug: str = "greet", method: str = "POST", **options: Any) -> Any:
    options.setdefault("headers", api.headers)
    async with api.http.request(method, invoke_url(api.emulator, slug), **options) as response:
        body = await (response.json() if response.content_type == "application/json" else response.text())
        return SimpleNamespace(status=response.status, body=body, headers=response.headers)


async def test_the_invoke_url_is_the_emulators_own(api: Api, emulator: Emulator) -> None:
    path = await deploy(api, emulator)
    assert (await api.get(path))["activeDeployment"]["invokeUrl"] == invoke_url(emulator)
    deployed = await api.post(f"{path}/deploy")
    assert deployed["invokeUrl"] == deployed["deployment"]["invokeUrl"] == invoke_url(emulator)
    headers = {**api.headers, "Host": "cortex.example:99"}
    from_outside = await api.get(path, headers=headers)
    assert from_outside["activeDeployment"]["invokeUrl"].startswith("http://cortex.example:99/invoke/")


async def test_a_handler_gets_the_request(api: Api, emulator: Emulator) -> None:
    env = [{"key": "A", "value": "function"}, {"key": "TOKEN", "value": "hush", "isSecret": True}]
    path = await deploy(api, emulator, envVars=env, timeout=2000)
    await api.ok("PUT", "/functions/settings/env-vars", {"envVars": [{"key": "B", "value": "project"}]})
    await emulator.clock.advance(5)
    seen: list[tuple[HttpEvent, FunctionContext]] = []

    def handler(event: HttpEvent, ctx: FunctionContext) -> object:
        seen.append((event, ctx))
        return {"statusCode": 201, "headers": {"X-Made": "yes"}, "body": {"hello": event["body"]["name"]}}

    emulator.functions["greet"] = handler
    response = await invoke(api, params=[("a", "1"), ("b", "2"), ("b", "3")], json={"name": "Ada"})
    assert (response.status, response.body, response.headers["X-Made"]) == (201, {"hello": "Ada"}, "yes")
    [(event, ctx)] = seen
    assert (event["method"], event["path"], event["query"]) == ("POST", "/", {"a": "1", "b": ["2", "3"]})
    assert event["headers"]["content-type"] == "application/json"
    assert "x-api-key" not in event["headers"]
    assert (ctx.slug, ctx.project_id, ctx.timeout) == ("greet", emulator.project_id, 2.0)
    assert ctx.env == {"A": "function", "TOKEN": "hush", "B": "project"}
    assert "hush" not in repr(ctx)
    assert ctx.access_token not in repr(ctx)
    assert ctx.base_url == emulator.base_url
    deployment = (await api.get(path))["activeDeployment"]
    assert (deployment["requestCount"], deployment["lastInvokedAt"]) == (1, emulator.clock.iso())
    assert emulator.requests.last("invokeFunction").path == {
        "projectId": emulator.project_id,
        "slug": "greet",
    }


@pytest.mark.parametrize(
    ("sent", "content_type", "body"),
    [
        (b"", "application/json", None),
        (b'{"a": 1}', "application/json; charset=utf-8", {"a": 1}),
        (b'{"a": 1}', "application/vnd.api+json", {"a": 1}),
        (b'{"a": ', "application/json", '{"a": '),
        (b"caf\xc3\xa9", "text/plain", "café"),
        (b"\xff\xfe", "application/octet-stream", b"\xff\xfe"),
    ],
)
async def test_bodies(api: Api, emulator: Emulator, sent: bytes, content_type: str, body: object) -> None:
    await deploy(api, emulator)
    seen: list[object] = []
    emulator.functions["greet"] = lambda event: seen.append(event["body"])
    response = await invoke(api, data=sent, headers={**api.headers, "Content-Type": content_type})
    assert (response.status, response.body, seen) == (204, "", [body])


@pytest.mark.parametrize(
    ("returned", "status", "content_type", "body"),
    [
        ({"statusCode": 404, "body": "no such player"}, 404, "text/plain; charset=utf-8", "no such player"),
        ({"statusCode": 302, "headers": {"Location": "/x"}}, 302, None, ""),
        ({"hello": 1}, 200, "application/json; charset=utf-8", {"hello": 1}),
        ([1, 2], 200, "application/json; charset=utf-8", [1, 2]),
        ("plain", 200, "text/plain; charset=utf-8", "plain"),
        (b"raw", 200, "application/octet-stream", "raw"),
        ({"statusCode": 200, "headers": {"content-type": "text/csv"}, "body": "a,b"}, 200, "text/csv", "a,b"),
    ],
)
async def test_what_a_handler_returns(
    api: Api, emulator: Emulator, returned: object, status: int, content_type: str | None, body: object
) -> None:
    await deploy(api, emulator)
    emulator.functions["greet"] = lambda event, ctx: returned
    response = await invoke(api, allow_redirects=False)
    assert (response.status, response.body) == (status, body)
    assert response.headers.get("Content-Type") == content_type or status == 302


@pytest.mark.parametrize(
    ("returned", "problem"),
    [
        ({"statusCode": 99}, "statusCode must be a whole number"),
        ({"statusCode": "200"}, "statusCode must be"),
        ({"statusCode": 200, "headers": [1]}, "headers must be a dict"),
        ({"statusCode": 200, "headers": {"A": "b\r\nC: d"}}, "line breaks"),
        ({"body": object()}, "not JSON serializable"),
    ],
)
async def test_what_cannot_be_a_response_is_a_500(
    api: Api, emulator: Emulator, returned: object, problem: str
) -> None:
    path = await deploy(api, emulator)
    emulator.functions["greet"] = lambda event, ctx: returned
    assert (await invoke(api)).status == 500
    assert problem in (await api.get(path))["activeDeployment"]["lastError"]


async def test_an_exception_is_a_500_and_in_the_log(
    api: Api, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    path = await deploy(api, emulator)

    async def handler(event: HttpEvent) -> None:
        raise LookupError("no such player")

    emulator.functions["greet"] = handler
    with caplog.at_level(logging.ERROR):
        response = await invoke(api)
    assert (response.status, response.body["message"]) == (500, "Function execution failed")
    assert "function greet failed: LookupError: no such player" in caplog.text
    assert "in handler" in caplog.text
    assert (await api.get(path))["activeDeployment"]["lastError"] == "LookupError: no such player"
    assert api.emulator.api_key not in caplog.text


async def test_a_plain_function_may_call_the_emulator_and_block(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator)
    loop, threads = asyncio.get_running_loop(), list[threading.Thread]()

    def handler(event: HttpEvent, ctx: FunctionContext) -> object:
        threads.append(threading.current_thread())
        headers = {"Authorization": f"Bearer {ctx.access_token}"}
        call = api.call("GET", f"/api/projects/{ctx.project_id}/functions", headers=headers)
        return {"slug": asyncio.run_coroutine_threadsafe(call, loop).result()[0]["slug"]}

    emulator.functions["greet"] = handler
    assert (await invoke(api)).body == {"slug": "greet"}
    assert threads[0].daemon
    assert threads != [threading.current_thread()]


@pytest.mark.parametrize("blocks", [True, False])
async def test_the_time_limit_is_in_real_time(api: Api, emulator: Emulator, blocks: bool) -> None:
    path = await deploy(api, emulator)
    [version] = emulator.world.store.function_versions.of(path.rpartition("/")[2])
    version["timeout"] = 20
    release = threading.Event()

    async def hang(event: HttpEvent) -> None:
        await asyncio.Event().wait()

    emulator.functions["greet"] = (lambda event: release.wait()) if blocks else hang
    response = await invoke(api)
    release.set()
    assert (response.status, response.body["error"]) == (504, "Gateway Timeout")
    assert (await api.get(path))["activeDeployment"]["lastError"] == "timed out after 0.02 s"


async def test_a_timeout_of_the_handlers_own_is_not_the_limit(api: Api, emulator: Emulator) -> None:
    path = await deploy(api, emulator)

    async def handler(event: HttpEvent) -> None:
        raise TimeoutError("upstream")

    emulator.functions["greet"] = handler
    assert (await invoke(api)).status == 500
    assert "upstream" in (await api.get(path))["activeDeployment"]["lastError"]


async def test_only_a_running_function_is_called(api: Api, emulator: Emulator) -> None:
    emulator.functions["greet"] = lambda event: "hello"
    assert (await invoke(api)).status == 404
    await activate(api, emulator)
    path = f"/functions/{(await create(api, slug='greet'))['id']}"
    assert (await invoke(api)).status == 503
    await api.post(f"{path}/publish", {})
    await api.post(f"{path}/deploy")
    assert (await invoke(api)).status == 503
    await emulator.clock.advance(5)
    assert (await invoke(api)).body == "hello"
    await api.post("/functions/settings/runtime/stop")
    await emulator.clock.advance(5)
    assert (await invoke(api)).status == 503
    await api.post("/functions/settings/runtime/start")
    await emulator.clock.advance(5)
    await api.post(f"{path}/stop")
    assert (await invoke(api)).status == 503
    assert (await api.get(path))["activeDeployment"]["requestCount"] == 1


async def test_without_a_stand_in_the_response_says_what_to_do(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator)
    response = await invoke(api)
    assert response.status == 501
    assert 'emulator.functions["greet"] = handler' in response.body["message"]


async def test_authentication_modes(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator)
    await deploy(api, emulator, "open", authMode="public")
    await deploy(api, emulator, "sealed", authMode="signed")
    seen: list[HttpEvent] = []
    for slug in ("greet", "open", "sealed"):
        emulator.functions[slug] = lambda event: seen.append(event)
    bearer = {"Authorization": f"Bearer {emulator.access_token}"}
    scoped = await api.as_user("POST", "/api/api-keys", {"name": "narrow", "scopes": ["sessions"]})
    stranger, _ = emulator.add_tenant("rival")
    outcomes = {
        "no key": await invoke(api, headers={}),
        "wrong key": await invoke(api, headers={"X-API-Key": "ots_live_nonsense"}),
        "token": await invoke(api, headers=bearer),
        "narrow key": await invoke(api, headers={"X-API-Key": scoped["key"]}),
        "another tenant": await invoke(api, headers={"X-API-Key": stranger}),
        "key": await invoke(api),
        "in Authorization": await invoke(api, headers={"Authorization": f"ApiKey {emulator.api_key}"}),
        "public": await invoke(api, "open", headers={}),
        "unsigned": await invoke(api, "sealed"),
        "signed": await invoke(api, "sealed", headers={"X-Signature": "abc"}),
    }
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "no key": 401,
        "wrong key": 401,
        "token": 401,
        "narrow key": 403,
        "another tenant": 403,
        "key": 204,
        "in Authorization": 204,
        "public": 204,
        "unsigned": 401,
        "signed": 204,
    }
    assert not any({"x-api-key", "authorization"} & event["headers"].keys() for event in seen)
    assert seen[-1]["headers"]["x-signature"] == "abc"


async def test_a_public_function_gets_the_headers_that_are_meant_for_it(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator, authMode="public")
    emulator.functions["greet"] = lambda event: event["headers"]["authorization"]
    assert (await invoke(api, headers={"Authorization": "Token mine"})).body == "Token mine"
    assert "mine" not in str(emulator.requests.last("invokeFunction").headers)


async def test_any_method_and_what_follows_the_url(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator)
    emulator.functions["greet"] = lambda event: [event["method"], event["path"]]
    assert (await invoke(api, "greet/items/5", "DELETE")).body == ["DELETE", "/items/5"]
    assert (await invoke(api, method="HEAD")).status == 200


async def test_faults(api: Api, emulator: Emulator) -> None:
    await deploy(api, emulator)
    emulator.functions["greet"] = lambda event: "hello"
    emulator.faults.next("invokeFunction", status=503, headers={"Retry-After": "1"})
    emulator.faults.next("POST /invoke/*", close="after")
    assert (await invoke(api)).status == 503
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await invoke(api)
    assert (await invoke(api)).body == "hello"
    with pytest.raises(ValueError, match="did you mean 'invokeFunction'"):
        emulator.faults.next("invokeFunctoin", status=500)


class Moderation:
    """A stand-in with handlers of events."""

    event_scopes = ("session.*",)

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def on_message_created(self, event: Any, ctx: FunctionContext) -> None:
        self.heard.append(event["payload"]["data"]["content"])
        event.clear()

    def on_participant_joined(self, event: Any) -> None:
        raise LookupError("nobody")

    def event_handler(self, event: Any, ctx: FunctionContext) -> None:
        self.heard.append(event["type"])


async def test_events_reach_handlers_of_running_functions(
    api: Api, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    moderation = Moderation()
    emulator.functions["moderate"] = moderation
    session = await api.session()
    await emulator.say(session["id"], "ada", "too early")
    path = await deploy(api, emulator, "moderate")
    assert moderation.heard == []
    with caplog.at_level(logging.ERROR):
        await emulator.say(session["id"], "bob", "hello")
        await api.session(externalRoomId="room-2")
        await emulator.settle()
    assert [one for one in moderation.heard if not one.startswith("session.")] == ["bob joined", "hello"]
    assert "session.created" in moderation.heard
    assert [one["payload"] for one in api.events("message.created")]
    assert (await api.get(path))["activeDeployment"]["lastError"] == (
        "participant.joined: LookupError: nobody"
    )
    assert "function moderate failed: participant.joined: LookupError" in caplog.text
    # Without a handler, the function has no HTTP side.
    assert (await invoke(api, "moderate")).status == 501


async def test_settling_waits_for_handlers_that_cause_events(api: Api, emulator: Emulator) -> None:
    class Echo:
        async def on_participant_created(self, event: Any) -> None:
            if event["payload"]["data"]["externalUserId"] == "ada":
                await api.participant("bob")

    await deploy(api, emulator, "echo")
    emulator.functions["echo"] = Echo()
    await api.participant("ada")
    await emulator.settle()
    assert {one["externalUserId"] for one in (await api.get("/participants"))["participants"]} == {
        "ada",
        "bob",
    }


async def test_stand_ins_are_a_mapping(emulator: Emulator) -> None:
    def hello(event: HttpEvent) -> None: ...

    emulator.functions["hello"] = hello
    assert (list(emulator.functions), emulator.functions["hello"]) == (["hello"], hello)
    assert repr(emulator.functions) == f"<stand-ins of project {emulator.project_id}: hello>"
    second = emulator.add_project("Second")
    assert list(emulator.functions.of(second)) == []
    emulator.functions.of(second)["there"] = hello
    assert (list(emulator.functions.of(second)), len(emulator.functions)) == (["there"], 1)
    with pytest.raises(KeyError, match="nowhere"):
        emulator.functions.of("nowhere")
    del emulator.functions["hello"]
    with pytest.raises(KeyError):
        emulator.functions["hello"]
    emulator.functions["hello"] = hello
    emulator.reset()
    assert len(emulator.functions) == 0


class Misspelled:
    def on_message_creatd(self, event: Any) -> None: ...


class Unscoped:
    event_scopes = "message.*"

    def event_handler(self, event: Any) -> None: ...


@pytest.mark.parametrize(
    ("stand_in", "error", "message"),
    [
        (5, TypeError, "stand-in must be a function handler"),
        (Moderation, TypeError, r"got the class Moderation: set Moderation\(\)"),
        (lambda: None, TypeError, "must take the event and the context"),
        (lambda a, b, c: None, TypeError, "must take the event and the context"),
        (Misspelled(), ValueError, "did you mean on_message_created"),
        (Unscoped(), TypeError, "event_scopes must be a list"),
    ],
)
async def test_what_cannot_be_a_stand_in(
    emulator: Emulator, stand_in: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        emulator.functions["x"] = stand_in
    assert "x" not in emulator.functions


async def test_packages_can_be_added(api: Api, emulator: Emulator) -> None:
    unknown = await api.call("GET", "/functions/npm-package/left-pad")
    assert unknown.status == 404
    assert "knows @scope/package, lodash, node-mailjet; add others" in unknown["message"]
    emulator.add_npm_package("left-pad", ("1.3.0", "1.2.0"))
    found = await api.get("/functions/npm-package/left-pad")
    assert (found["versions"], found["distTags"]) == (["1.3.0", "1.2.0"], {"latest": "1.3.0"})
    dumped = emulator.dump()
    emulator.reset()
    assert (await api.call("GET", "/functions/npm-package/left-pad")).status == 404
    emulator.load(dumped)
    assert (await api.get("/functions/npm-package/left-pad"))["versions"] == ["1.3.0", "1.2.0"]
    for name, versions in (("", ["1"]), ("x", []), ("x", [""])):
        with pytest.raises(ValueError, match="non-empty string"):
            emulator.add_npm_package(name, versions)


async def test_stopping_ends_handlers_in_progress() -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    class Slow:
        async def on_participant_created(self, event: Any) -> None:
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

    async with Emulator(clock=Clock(START, frozen=True)) as emulator, aiohttp.ClientSession() as http:
        api = Api(emulator, http)
        await deploy(api, emulator, "slow")
        emulator.functions["slow"] = Slow()
        await api.participant("ada")
        await started.wait()
    assert ended.is_set()
