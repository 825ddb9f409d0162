"""``cortex doctor``: each thing that can be wrong between a machine and the API."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest
from aiohttp import web

from cortex_async.emulator import ThreadedEmulator
from tests.catch_all import serving
from tests.cli.running import KEY, Ran, ran, ran_beside
from tests.wire.tls import CA_FILE, server_context

CHECKS = [
    "versions",
    "profiles",
    "credential",
    "proxy",
    "name",
    "connection",
    "server",
    "clock",
    "accepted",
    "project",
    "scopes",
    "stream",
]


@pytest.fixture
def env(env: dict[str, str]) -> dict[str, str]:
    proxies = {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "requests_ca_bundle"}
    return {name: value for name, value in env.items() if name.lower() not in proxies}


@pytest.fixture
def inside(env: dict[str, str], cortex_emulator: ThreadedEmulator) -> dict[str, str]:
    return env | {
        "CORTEX_BASE_URL": cortex_emulator.base_url,
        "CORTEX_API_KEY": cortex_emulator.api_key,
        "CORTEX_PROJECT_ID": cortex_emulator.project_id,
    }


def by_check(done: Ran) -> dict[str, dict[str, str]]:
    return {finding["check"]: finding for finding in done.lines}


def statuses(done: Ran) -> dict[str, str]:
    return {name: finding["status"] for name, finding in by_check(done).items()}


def test_all_is_well(inside: dict[str, str]) -> None:
    done = ran("doctor", env=inside)
    assert (done.code, done.err) == (0, "")
    assert statuses(done) == {name: "skipped" if name == "profiles" else "ok" for name in CHECKS}
    found = by_check(done)
    assert found["credential"]["detail"] == "API key from CORTEX_API_KEY"
    assert found["scopes"]["detail"] == "sessions, messages, plugins, gatherings, functions"
    assert found["stream"]["detail"].startswith("headers after ")
    assert {finding["advice"] for finding in done.lines} == {""}


def test_a_line_each_for_people(inside: dict[str, str]) -> None:
    done = ran("doctor", "-o", "table", env=inside | {"CORTEX_PROJECT_ID": "nope"})
    lines = done.out.splitlines()
    assert done.code == 4
    place = next(place for place, line in enumerate(lines) if line.startswith("failed"))
    assert lines[place].split()[:2] == ["failed", "project"]
    assert lines[place + 1] == f"{'':<20} -> check its id: `cortex projects list`"
    assert done.err == "cortex: 1 check failed: project\n"


def test_no_credential(env: dict[str, str], served: ThreadedEmulator) -> None:
    done = ran("doctor", "--base-url", served.base_url, env=env)
    assert done.code == 3
    assert by_check(done)["credential"]["advice"] == "set CORTEX_API_KEY, or run `cortex login`"
    assert {statuses(done)[name] for name in CHECKS[-4:]} == {"skipped"}


def test_a_wrong_credential(inside: dict[str, str]) -> None:
    done = ran("doctor", env=inside | {"CORTEX_API_KEY": "ots_live_canary_wrong"})
    assert done.code == 3
    assert statuses(done)["accepted"] == "failed"
    assert "canary" not in done.out + done.err


def test_a_token(inside: dict[str, str], cortex_emulator: ThreadedEmulator) -> None:
    del inside["CORTEX_API_KEY"]
    found = by_check(ran("doctor", env=inside | {"CORTEX_ACCESS_TOKEN": cortex_emulator.access_token}))
    assert found["credential"]["detail"] == "access token from CORTEX_ACCESS_TOKEN"
    assert found["scopes"]["status"] == "skipped"
    assert found["accepted"]["status"] == "ok"


def test_scopes_that_a_key_lacks(inside: dict[str, str], cortex_emulator: ThreadedEmulator) -> None:
    as_user = inside | {"CORTEX_ACCESS_TOKEN": cortex_emulator.access_token}
    del as_user["CORTEX_API_KEY"]
    made = ran("api-keys", "create", "--name=few", "--scopes=sessions", "--scopes=plugins", env=as_user).json
    done = ran("doctor", env=inside | {"CORTEX_API_KEY": made["key"]})
    scopes = by_check(done)["scopes"]
    assert (scopes["status"], scopes["detail"]) == (
        "warning",
        "sessions, plugins; not messages, gatherings, functions",
    )
    assert done.code == 0


def test_no_project(inside: dict[str, str]) -> None:
    del inside["CORTEX_PROJECT_ID"]
    done = ran("doctor", env=inside)
    assert done.code == 0
    assert by_check(done)["project"]["status"] == "warning"
    assert by_check(done)["stream"]["status"] == "ok"


def test_a_clock_that_is_wrong(inside: dict[str, str], cortex_emulator: ThreadedEmulator) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(headers={"Date": "Wed, 21 Oct 2015 07:28:00 GMT"})

    async def run() -> Ran:
        async with serving(handler) as url:
            return await ran_beside("doctor", env=inside | {"CORTEX_BASE_URL": url})

    clock = by_check(asyncio.run(run()))["clock"]
    assert clock["status"] == "warning"
    assert clock["detail"].endswith(" s ahead of the server's")


@pytest.mark.parametrize(
    ("url", "check", "code"),
    [
        ("http://127.0.0.1:1", "connection", 6),
        ("http://nowhere.invalid", "name", 6),
        ("ftp://127.0.0.1", "address", 2),
        ("http://user:canary-pass@127.0.0.1", "address", 2),
    ],
)
def test_what_cannot_be_reached(env: dict[str, str], url: str, check: str, code: int) -> None:
    done = ran("doctor", "--timeout", "5", env=env | {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": KEY})
    assert (done.code, statuses(done)[check]) == (code, "failed")
    assert by_check(done)[check]["advice"]
    assert "canary" not in done.out + done.err


def test_a_server_that_does_not_respond(env: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        done = ran("doctor", "--timeout", "0.3", env=env | {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": KEY})
    assert (done.code, statuses(done)["server"]) == (6, "failed")


async def test_a_certificate_that_is_not_trusted_and_one_that_is(env: dict[str, str]) -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=server_context())
    async with server:
        port = server.sockets[0].getsockname()[1]
        inside = env | {"CORTEX_BASE_URL": f"https://localhost:{port}", "CORTEX_API_KEY": KEY}
        refused = await ran_beside("doctor", env=inside)
        trusted = await ran_beside("doctor", env=inside | {"SSL_CERT_FILE": str(CA_FILE)})
        missing = await ran_beside("doctor", env=inside | {"SSL_CERT_FILE": "/nowhere.pem"})
    assert refused.code == 6
    assert "SSL_CERT_FILE" in by_check(refused)["tls"]["advice"]
    assert by_check(trusted)["tls"]["detail"].startswith("TLSv1.3, certificate by ")
    assert statuses(trusted)["server"] == "failed"
    assert (missing.code, statuses(missing)["address"]) == (2, "failed")


def test_a_proxy_is_named_without_its_password(env: dict[str, str]) -> None:
    more = {"http_proxy": "http://ada:canary-of-a-password@127.0.0.1:1", "CORTEX_API_KEY": KEY}
    done = ran("doctor", "--base-url", "http://api.example", env=env | more)
    assert by_check(done)["proxy"]["detail"] == "http://127.0.0.1:1 with a user"
    assert statuses(done)["connection"] == "failed"
    assert "canary" not in done.out + done.err


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_profiles_that_others_can_read(env: dict[str, str], folder: Path) -> None:
    words = [
        "login",
        "--no-check",
        "--base-url",
        "http://127.0.0.1:1",
        "--store",
        "file",
        "--credential",
        "-",
    ]
    assert ran(*words, env=env, stdin=b"a-key").code == 0
    file = folder / "profiles.json"
    file.chmod(0o644)
    found = by_check(ran("doctor", env=env))["profiles"]
    assert (found["status"], found["advice"]) == ("warning", f"chmod 600 {file}")
    file.write_text("{")
    done = ran("doctor", env=env | {"CORTEX_BASE_URL": "http://127.0.0.1:1"})
    assert (statuses(done)["profiles"], statuses(done)["connection"]) == ("failed", "failed")


async def test_a_stream_whose_headers_are_late(env: dict[str, str]) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.path.endswith("/stream"):
            await over.wait()
        return web.json_response([])

    over = asyncio.Event()
    async with serving(handler) as url:
        more = {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": KEY}
        done = await ran_beside("doctor", "--timeout", "0.5", env=env | more)
        over.set()
    stream = by_check(done)["stream"]
    assert (stream["status"], stream["detail"]) == ("warning", "no headers within 0.5 s")
    assert done.code == 0
