"""``functions.invoke`` over real sockets: what is sent, who gets the key, and what comes back."""

from __future__ import annotations

import copy
import pickle
from collections.abc import AsyncIterator
from typing import Any

import pytest

import cortex_sync
from cortex_async import (
    ArgumentError,
    ConnectionFailed,
    CortexClient,
    FunctionResponse,
    NotFound,
    RateLimited,
    ResponseTooLarge,
    Retry,
    ServerError,
    Unauthorized,
)
from cortex_async.emulator import Emulator
from cortex_async.models import Function, FunctionSettings
from cortex_async.project import ProjectScope


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(activation_step=0.0, runtime_delay=0.0, random_seed=1) as emulator:
        yield emulator


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[CortexClient]:
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, retry=Retry(base=0)
    ) as client:
        yield client


@pytest.fixture
def project(client: CortexClient, emulator: Emulator) -> ProjectScope:
    return client.project(emulator.project_id)


async def deploy(project: ProjectScope, slug: str = "greet", **values: Any) -> Function:
    functions = project.functions
    if not (await functions.get_settings()).is_activated:
        await functions.activate(location=(await functions.list_locations())[0])
        settings: FunctionSettings = await functions.wait_until_active(timeout=10, poll=0.01)
        assert settings.location_city == "frankfurt"
    function = await functions.create(name=slug, code="exports.handler = () => {}", slug=slug, **values)
    assert (await functions.publish(function.id, wait=10, poll=0.01)).version.status == "ready"
    deployed = await functions.deploy(function.id, wait=10, poll=0.01)
    assert deployed.deployment.status == "running"
    return await functions.get(function.id)


def echo(event: Any) -> Any:
    return {"statusCode": 200, "headers": {"X-Echo": "yes"}, "body": event}


async def test_a_function_is_called_with_its_model_or_slug(project: ProjectScope, emulator: Emulator) -> None:
    function = await deploy(project)
    emulator.functions["greet"] = lambda event: {"hello": event["body"]["name"]}
    response = await project.functions.invoke(function, json={"name": "Ada"})
    assert isinstance(response, FunctionResponse)
    assert (response.status, response.ok, response.json()) == (200, True, {"hello": "Ada"})
    assert response.raise_for_status() is response
    assert response.request_id
    by_slug = await project.functions.invoke("greet", json={"name": "Bob"})
    assert by_slug.json() == {"hello": "Bob"}


async def test_what_is_sent(project: ProjectScope, emulator: Emulator) -> None:
    function = await deploy(project)
    emulator.functions["greet"] = echo

    async def sent(**options: Any) -> Any:
        return (await project.functions.invoke(function, **options)).json()

    event = await sent(json=None, query={"a": 1, "b": ["x", "y"], "c": None}, headers={"X-Mine": "1"})
    assert (event["method"], event["query"], event["body"]) == ("POST", {"a": "1", "b": ["x", "y"]}, None)
    assert event["headers"]["content-length"] == "4"
    assert (event["headers"]["x-mine"], event["headers"]["accept"]) == ("1", "*/*")
    assert (await sent(body="caf\u00e9"))["body"] == "caf\u00e9"
    assert (await sent(body="a"))["headers"]["content-type"] == "text/plain; charset=utf-8"
    assert (await sent(body=b"a"))["headers"]["content-type"] == "application/octet-stream"
    assert (await sent(body=b"{}", headers={"content-type": "application/json"}))["body"] == {}
    event = await sent(method="get")
    assert (event["method"], "content-type" in event["headers"]) == ("GET", False)
    assert (await sent(json=function))["body"]["slug"] == "greet"


async def test_the_key_goes_only_where_it_belongs(
    project: ProjectScope, emulator: Emulator, client: CortexClient
) -> None:
    function = await deploy(project, auth_mode="public")
    await deploy(project, "closed")
    for slug in ("greet", "closed"):
        emulator.functions[slug] = echo

    def key_sent() -> bool:
        return "X-API-Key" in emulator.requests.last("invokeFunction").headers

    for given in (function, "greet"):
        assert (await project.functions.invoke(given)).ok
        assert not key_sent()
    assert (await project.functions.invoke("closed")).ok
    assert key_sent()
    before = len(emulator.requests)
    assert (await project.functions.invoke("closed", auth="api_key")).ok
    assert len(emulator.requests) == before + 1
    refused = await project.functions.invoke("closed", auth="public")
    assert (refused.status, key_sent()) == (401, False)
    async with CortexClient.without_credentials(base_url=emulator.base_url) as anonymous:
        open_to_all = anonymous.project(emulator.project_id).functions
        assert (await open_to_all.invoke("greet", auth="public")).ok
        with pytest.raises(Unauthorized):
            await open_to_all.invoke("greet")


async def test_a_token_is_no_key(project: ProjectScope, emulator: Emulator) -> None:
    await deploy(project)
    async with CortexClient(base_url=emulator.base_url, access_token=emulator.access_token) as user:
        response = await user.project(emulator.project_id).functions.invoke("greet")
        with pytest.raises(Unauthorized, match=r"needs an API key .* use a client with api_key=") as caught:
            response.raise_for_status()
    assert emulator.access_token not in str(caught.value)


async def test_a_signed_function_needs_a_signature_by_hand(project: ProjectScope, emulator: Emulator) -> None:
    function = await deploy(project, auth_mode="signed")
    emulator.functions["greet"] = echo
    with pytest.raises(ArgumentError, match=r"headers must hold the signature .* does not document how"):
        await project.functions.invoke(function, json={})
    response = await project.functions.invoke(function, body=b"{}", headers={"X-Signature": "abc"})
    event: Any = response.json()
    assert event["headers"]["x-signature"] == "abc"
    assert "X-API-Key" not in emulator.requests.last("invokeFunction").headers


async def test_every_status_is_the_functions_response(project: ProjectScope, emulator: Emulator) -> None:
    function = await deploy(project)
    emulator.functions["greet"] = lambda event: {
        "statusCode": int(event["query"]["status"]),
        "headers": {"X-Why": "because", "Location": "/elsewhere"},
        "body": {"message": "nobody here", "padding": "x" * 100_000},
    }
    for status in (302, 404, 418):
        response = await project.functions.invoke(function, query={"status": status})
        assert (response.status, response.ok, response.attempts) == (status, False, 1)
        assert len(response.text()) > 100_000
        assert response.headers["x-why"] == "because"
    response = await project.functions.invoke(function, query={"status": 404})
    for one in (response, pickle.loads(pickle.dumps(response)), copy.copy(response)):
        with pytest.raises(NotFound) as caught:
            one.raise_for_status()
        assert caught.value.operation == "invokeFunction"
        assert caught.value.url_values == {"projectId": emulator.project_id, "slug": "greet"}
        assert len(caught.value.body) == 64 * 1024
    assert response == pickle.loads(pickle.dumps(response))


async def test_nothing_that_may_have_run_is_repeated(project: ProjectScope, emulator: Emulator) -> None:
    function = await deploy(project)
    calls: list[str] = []

    def fail(event: Any) -> None:
        calls.append(event["method"])
        raise LookupError("broken")

    emulator.functions["greet"] = fail
    response = await project.functions.invoke(function)
    assert (response.status, response.attempts, calls) == (500, 1, ["POST"])
    with pytest.raises(ServerError, match="not repeated: the operation is not idempotent"):
        response.raise_for_status()
    calls.clear()
    response = await project.functions.invoke(function, method="GET")
    assert (response.status, response.attempts, calls) == (500, 4, ["GET"] * 4)
    assert (await project.functions.invoke(function, method="GET", retry=False)).attempts == 1
    emulator.functions["greet"] = echo
    emulator.faults.next("invokeFunction", status=429, headers={"Retry-After": "0"})
    assert (await project.functions.invoke(function)).attempts == 2
    emulator.faults.next("invokeFunction", close="after")
    with pytest.raises(ConnectionFailed) as caught:
        await project.functions.invoke(function)
    assert caught.value.outcome == "unknown"


async def test_limits_hold_for_any_status(
    project: ProjectScope, emulator: Emulator, client: CortexClient
) -> None:
    function = await deploy(project)
    emulator.functions["greet"] = lambda event: {"statusCode": 404, "body": "x" * 2000}
    emulator.faults.next("invokeFunction", truncate=True)
    with pytest.raises(ConnectionFailed) as caught:
        await project.functions.invoke(function)
    assert caught.value.status == 404
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, max_response_bytes=1000
    ) as small:
        functions = small.project(emulator.project_id).functions
        with pytest.raises(ResponseTooLarge):
            await functions.invoke("greet", auth="api_key")


async def test_hooks_get_the_response(project: ProjectScope, emulator: Emulator) -> None:
    await deploy(project)
    emulator.functions["greet"] = lambda event: {"statusCode": 409, "body": "taken"}
    seen: list[Any] = []
    await project.functions.invoke("greet", on_response=seen.append)
    assert [(one.status, one.body) for one in seen] == [(409, b"taken")]


async def test_a_response_made_by_hand() -> None:
    assert FunctionResponse(200, {}, b'{"a": 1}').raise_for_status().json() == {"a": 1}
    with pytest.raises(RateLimited, match="429") as caught:
        FunctionResponse(429, {}, b"slow down").raise_for_status()
    assert caught.value.body == b"slow down"


@pytest.mark.parametrize(
    ("function", "options", "message"),
    [
        (5, {}, "function must be a Function or its slug, a non-empty string, got 5"),
        ("", {}, "function must be a Function or its slug"),
        ("https://elsewhere.example/invoke/p/greet?token=hush", {}, "function must be .*, got a path or URL"),
        ("greeet", {}, "function must be the slug of a function of this project, got 'greeet': .*'greet'"),
        ("ID", {}, "that is the id of the function with the slug 'greet'"),
        ("greet", {"json": 1, "body": b""}, "json and body must not both be given"),
        ("greet", {"json": {"a": object()}}, r"json\.a must be"),
        ("greet", {"body": {"a": 1}}, "body must be bytes or a string"),
        ("greet", {"method": "GE T"}, "method must be an HTTP method, got 'GE T'"),
        ("greet", {"method": 5}, "method must be a string"),
        ("greet", {"query": [1]}, "query must be a mapping"),
        ("greet", {"auth": "secret"}, "auth must be 'public', 'api_key' or 'signed', got 'secret'"),
        ("greet", {"auth": "signed"}, "headers must hold the signature"),
        ("greet", {"query": {"a": object()}}, "a must be"),
        ("greet", {"tiemout": 3}, "tiemout"),
    ],
)
async def test_bad_arguments_are_reported_before_the_call(
    project: ProjectScope, emulator: Emulator, function: Any, options: Any, message: str
) -> None:
    made = await project.functions.create(name="greet", code="")
    with pytest.raises(ArgumentError, match=message) as caught:
        await project.functions.invoke(made.id if function == "ID" else function, **options)
    assert "hush" not in str(caught.value)
    if options:
        emulator.requests.assert_not_called("listFunctions")
    emulator.requests.assert_not_called("invokeFunction")


async def test_a_function_of_another_project(
    project: ProjectScope, client: CortexClient, emulator: Emulator
) -> None:
    other = client.project(emulator.add_project("Other")).functions
    function = await other.create(name="greet", code="")
    with pytest.raises(ArgumentError, match="function must belong to this project"):
        await project.functions.invoke(function)


def test_the_blocking_version() -> None:
    with cortex_sync_emulator() as emulator, sync_client(emulator) as client:
        functions = client.project(emulator.project_id).functions
        [place, *_] = functions.list_locations()
        functions.activate(location=place)
        functions.wait_until_active(timeout=10, poll=0.01)
        function = functions.create(name="Greet", code="exports.handler = () => {}")
        assert functions.publish(function.id, changelog="one", wait=10, poll=0.01).version.status == "ready"
        assert functions.deploy(function.id, wait=10, poll=0.01).deployment.status == "running"
        assert functions.wait_until_running(function.id, timeout=10, poll=0.01).slug == "greet"

        # A stand-in that calls back into the emulator, from a thread of its own.
        def handler(event: Any, ctx: Any) -> Any:
            with cortex_sync.CortexClient(base_url=ctx.base_url, access_token=ctx.access_token) as own:
                known = own.project(ctx.project_id).functions.list()
            return {"statusCode": 200, "body": [event["body"]["name"], known[0].slug]}

        async def awaited(event: Any) -> Any:
            return {"statusCode": 404}

        emulator.functions["greet"] = handler
        hooked: list[Any] = []
        response = functions.invoke("greet", json={"name": "Ada"}, on_response=hooked.append)
        assert response.raise_for_status().json() == ["Ada", "greet"]
        emulator.functions["greet"] = awaited
        with pytest.raises(NotFound):
            functions.invoke(function, auth="api_key").raise_for_status()
        emulator.add_npm_package("left-pad", ["1.3.0"])
        assert functions.get_npm_package("left-pad").versions == ["1.3.0"]


def cortex_sync_emulator() -> Any:
    import cortex_sync.emulator

    return cortex_sync.emulator.Emulator(activation_step=0.0, runtime_delay=0.0)


def sync_client(emulator: Any) -> cortex_sync.CortexClient:
    return cortex_sync.CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)
