"""Who may control an emulator over HTTP, and what wrong requests get: one clear line each."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest

import cortex_sync.testing
from cortex_async.emulator import Emulator
from cortex_async.testing import RemoteEmulator, RemoteError
from tests.emulator.api import Api

TOKEN = "canary-7f3a-token"
JSON = {"Content-Type": "application/json"}


async def ask(
    emulator: Any,
    path: str,
    *,
    method: str = "POST",
    data: bytes = b"{}",
    headers: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    sent = {**JSON, **(headers or {})}
    url = emulator.base_url + path
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, url, data=data, headers=sent) as response,
    ):
        raw = await response.read()
        return response.status, json.loads(raw) if raw else None


@pytest.fixture
async def guarded() -> AsyncIterator[Emulator]:
    async with Emulator(control_token=TOKEN) as emulator:
        yield emulator


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8787"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "[::1].evil.example"},
        {"Host": "127.0.0.1:80:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize(("method", "path"), [("POST", "reset"), ("GET", "dump"), ("GET", "openapi.json")])
async def test_no_other_web_page_gets_through(
    api: Api, emulator: Emulator, method: str, path: str, headers: dict[str, str]
) -> None:
    await api.participant()
    status, body = await ask(emulator, f"/_emulator/{path}", method=method, headers=headers)
    assert (status, body["code"], sorted(body)) == (
        403,
        "forbidden",
        ["code", "error", "message", "statusCode"],
    )
    assert (await api.get("/participants"))["total"] == 1


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/jsonp",
    ],
)
async def test_no_form_can_change_anything(api: Api, emulator: Emulator, content_type: str) -> None:
    await api.participant()
    for data in (b"", b"{}"):
        headers = {"Content-Type": content_type}
        status, body = await ask(emulator, "/_emulator/reset", data=data, headers=headers)
        assert (status, body["message"]) == (415, "Content-Type must be application/json")
    assert (await api.get("/participants"))["total"] == 1


async def own_page(emulator: Emulator, token: str | None) -> list[tuple[int, Any]]:
    """What the emulator's own page gets for a control, under each of its local names."""
    port = emulator.base_url.rpartition(":")[2]
    results: list[tuple[int, Any]] = []
    for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        for sent in (headers, {"Host": host, "Sec-Fetch-Site": "same-origin"}):
            sent = sent if token is None else {**sent, "X-Emulator-Page-Token": token}
            results.append(await ask(emulator, "/_emulator/reset", headers=sent))
    return results


async def page_token(emulator: Emulator) -> str | None:
    async with aiohttp.ClientSession() as http, http.get(emulator.base_url) as response:
        found = re.search('<meta name="page-token" content="([^"]{30,})">', await response.text())
        return found[1] if found else None


async def test_the_emulators_own_page_may_with_its_token() -> None:
    async with Emulator(control=True) as emulator:
        token = await page_token(emulator)
        assert token is not None
        assert token not in repr(vars(emulator))
        assert await own_page(emulator, token) == [(204, None)] * 6
        for wrong in (None, "", token[:-1], f"{token}x", "\xff"):
            for status, body in await own_page(emulator, wrong):
                assert (status, body["message"]) == (
                    403,
                    "X-Emulator-Page-Token must be the status page's own token: reload the page",
                )
        assert (await ask(emulator, "/_emulator/reset"))[0] == 204
        headers = {"Origin": "http://evil.example", "X-Emulator-Page-Token": token}
        assert (await ask(emulator, "/_emulator/reset", headers=headers))[0] == 403
    async with Emulator(control=True) as another:
        assert await page_token(another) != token


async def test_without_control_the_page_is_read_only(api: Api, emulator: Emulator) -> None:
    await api.participant()
    assert await page_token(emulator) is None
    for status, body in await own_page(emulator, None):
        assert (status, body["message"]) == (
            403,
            "the status page is read-only: start the emulator with --control, or control=True",
        )
    assert (await api.get("/participants"))["total"] == 1


async def test_a_control_token_is_never_on_the_page() -> None:
    async with Emulator(control=True, control_token=TOKEN) as emulator:
        async with aiohttp.ClientSession() as http, http.get(emulator.base_url) as response:
            text = await response.text()
        assert TOKEN not in text
        assert 'id="control-token" type="password"' in text
        assert [status for status, _ in await own_page(emulator, await page_token(emulator))] == [401] * 6


@pytest.mark.parametrize(
    "given", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \xff"]
)
async def test_a_token_is_wanted(guarded: Emulator, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    for method, path in (("GET", "dump"), ("POST", "reset"), ("GET", "openapi.json"), ("GET", "nothing")):
        status, body = await ask(guarded, f"/_emulator/{path}", method=method, headers=headers)
        assert (status, body["code"]) == (401, "unauthorized")
        assert TOKEN not in str(body)


async def test_a_token_opens_every_host_but_no_foreign_page(guarded: Emulator) -> None:
    token = {"Authorization": f"Bearer {TOKEN}"}
    assert (await ask(guarded, "/_emulator/reset", headers={"Host": "cortex:8787", **token}))[0] == 204
    assert (await ask(guarded, "/_emulator/reset", headers={"Origin": "http://evil.example", **token}))[
        0
    ] == 403
    assert TOKEN not in repr(guarded.settings)
    assert (await ask(guarded, "/_emulator/settings", method="GET", headers=token))[1].get(
        "control_token"
    ) is None


async def test_elsewhere_it_is_off_unless_asked_for() -> None:
    async with Emulator(host="0.0.0.0") as emulator:
        assert (emulator.control_enabled, emulator.control_token) == (False, None)
        status, body = await ask(emulator, "/_emulator/reset")
        assert (status, body["message"]) == (
            403,
            "the control surface is off: start the emulator with --control, or control=True",
        )
        with pytest.raises(RemoteError, match="the control surface is off"):
            async with RemoteEmulator(emulator.base_url):
                pass
    async with Emulator(host="0.0.0.0", control=True) as emulator:
        assert emulator.control_token is not None
        assert len(emulator.control_token) >= 32
        assert (await ask(emulator, "/_emulator/reset"))[0] == 401
        with pytest.raises(RemoteError, match="the control token is missing or wrong"):
            async with RemoteEmulator(emulator.base_url):
                pass
        async with RemoteEmulator(emulator.base_url, token=emulator.control_token) as remote:
            assert await asyncio.to_thread(lambda: remote.project_id) == emulator.project_id
            assert emulator.control_token not in repr(remote) + repr(vars(remote))


async def test_it_can_be_off_on_a_local_address() -> None:
    async with Emulator(control=False) as emulator:
        assert (await ask(emulator, "/_emulator/reset"))[0] == 403


@pytest.mark.parametrize("token", ["", "short", "with a space in it", "n\u00f6n-ascii-token"])
def test_tokens_are_checked_and_not_shown(token: str) -> None:
    with pytest.raises(
        ValueError, match="control_token must be at least 8 visible ASCII characters"
    ) as caught:
        Emulator(control_token=token)
    assert not token or token not in str(caught.value)


WRONG: list[tuple[str, Any, int, str]] = [
    ("sya", {}, 404, "/_emulator/sya is not a control; did you mean /_emulator/say?"),
    ("zzzz", {}, 404, "/_emulator/zzzz is not a control; /_emulator/openapi.json lists them"),
    ("events", {}, 405, "method must be GET, got POST"),
    ("say", b"{", 400, "request body must be valid JSON in UTF-8"),
    ("say", b"\xff", 400, "request body must be valid JSON in UTF-8"),
    ("say", [], 400, "request body must be a JSON object"),
    ("say", b'{"text": %b1%b}' % (b"[" * 200, b"]" * 200), 400, "request body must not be nested deeper than 64 levels"),
    ("say", {}, 400, "sessionId is missing: say takes sessionId, speaker, text"),
    ("say", b"", 400, "sessionId is missing: say takes sessionId, speaker, text"),
    (
        "say",
        {"session_id": "s", "speaker": "ada", "text": "x"},
        400,
        "'session_id' is not an argument: say takes sessionId, speaker, text; did you mean sessionId?",
    ),
    ("say", {"sessionId": 5, "speaker": "ada", "text": "x"}, 400, "sessionId must be a string"),
    ("say", {"sessionId": "s", "speaker": None, "text": "x"}, 400, "speaker must be a string"),
    ("say", {"sessionId": "s", "speaker": "ada", "text": "x"}, 404, "session s not found"),
    ("reset", {"hard": True}, 400, "'hard' is not an argument: reset takes no arguments"),
    ("clock/advance", {"seconds": "5"}, 400, "seconds must be a number conforming to the specified constraints"),
    ("clock/advance", {"seconds": -1}, 400, "seconds must not be negative, got -1"),
    ("faults/next", {"target": "*", "times": 1.5}, 400, "times must be an integer number"),
    ("faults/next", {"target": "*", "times": 10**9}, 400, "times must not be greater than 1000000"),
    ("faults/next", {"target": "*", "status": 100}, 400, "status must not be less than 200"),
    ("faults/next", {"target": "*", "close": "now"}, 400, "close must be one of the following values: before, after"),
    ("faults/next", {"target": "*", "headers": {"X": "a\r\nY: b"}}, 400, "headers.X must match ^[^\\r\\n\\x00]*$ regular expression"),
    ("faults/next", {"target": "*", "bodyBase64": "?"}, 400, "bodyBase64 must be base64"),
    ("faults/next", {"target": "none"}, 400, "target must match an operation, got 'none'"),
    ("faults/remove", {"rule": 7}, 404, "rule 7 not found"),
    ("seed", {"name": "x"}, 400, "name must be one of: demo, large; got 'x'"),
    ("requests/assert-called", {"operation": "createSession"}, 409, "createSession expected at least once, called 0 times; seen: nothing"),
    ("load", b"{}", 400, "dumped must be an emulator's dump, version 1"),
    ("load", b'{"version":1,"state":{},"timers":[]}', 400, "dumped is damaged: it has no project"),
    ("load", b'{"version":1,"state":{"sessions":5},"timers":[]}', 400, "dumped is damaged (AttributeError)"),
    ("load", b'{"version":1,"state":{"conversations":{"s":{}}},"timers":[]}', 400, "dumped is damaged (KeyError)"),
    ("load", b"\xff", 400, "request body must be valid JSON in UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "status", "message"), WRONG, ids=[one[3][:40] for one in WRONG])
async def test_wrong_requests_get_one_line(
    emulator: Emulator, path: str, body: Any, status: int, message: str
) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    got, parsed = await ask(emulator, f"/_emulator/{path}", data=data)
    assert (got, parsed["message"]) == (status, message)
    assert parsed["statusCode"] == status


async def test_sizes_are_bounded() -> None:
    async with Emulator(body_limit=1000) as emulator:
        status, body = await ask(emulator, "/_emulator/say", data=b" " * 1001)
        assert (status, body["message"]) == (413, "request body is larger than 1000 bytes")
        large = emulator.dump().encode()
        assert len(large) > 1000
        assert (await ask(emulator, "/_emulator/load", data=large))[0] == 204
        bomb = gzip.compress(b" " * 1_000_000)
        assert (await ask(emulator, "/_emulator/reset", data=bomb, headers={"Content-Encoding": "gzip"}))[
            0
        ] == 413


async def test_an_internal_error_shows_nothing(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError(TOKEN)

    monkeypatch.setattr(emulator, "reset", fail)
    status, body = await ask(emulator, "/_emulator/reset")
    assert (status, body["code"], body["message"]) == (500, "internal", "Internal server error")
    assert "control reset failed" in caplog.text


async def test_headers_that_are_not_utf_8_are_reported(emulator: Emulator) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(emulator.base_url.rpartition(":")[2]))
    writer.write(b"GET /api/odd HTTP/1.1\r\nHost: localhost\r\nX-Odd: a\xff\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    writer.close()
    status, recorded = await ask(emulator, "/_emulator/requests", method="GET")
    assert (status, recorded[0]["headers"]["X-Odd"]) == (200, "a?")


async def test_controls_are_not_requests_of_the_api(emulator: Emulator) -> None:
    await ask(emulator, "/_emulator/settle")
    assert len(emulator.requests) == 0


@pytest.mark.parametrize("kind", [RemoteEmulator, cortex_sync.testing.RemoteEmulator])
class TestConnecting:
    @pytest.mark.parametrize("address", ["", "127.0.0.1:8787", "ftp://x", "http://", "http://x:99999"])
    def test_addresses_are_checked(self, kind: Any, address: str) -> None:
        with pytest.raises(ValueError, match="base_url must be an http or https address such as http://127"):
            kind(address)

    def test_an_address_of_another_type(self, kind: Any) -> None:
        with pytest.raises(TypeError, match=r"base_url must be an http .* got None"):
            kind(None)

    def test_a_password_in_the_address_is_not_shown(self, kind: Any) -> None:
        with pytest.raises(ValueError, match="base_url must be an address without user") as caught:
            kind(f"http://me:{TOKEN}@127.0.0.1")
        assert TOKEN not in str(caught.value)

    async def test_nobody_listens(self, kind: Any, unused_tcp_port: int) -> None:
        emulator = kind(f"http://127.0.0.1:{unused_tcp_port}/", token=TOKEN)
        with pytest.raises(
            RemoteError,
            match=r"no response from an emulator at http://127.* \(ConnectionRefusedError\); start one with",
        ) as caught:
            emulator.reset()
        assert TOKEN not in str(caught.value)


async def test_starting_and_using_it_out_of_order(unused_tcp_port: int, emulator: Emulator) -> None:
    with pytest.raises(RemoteError, match=r"ConnectionRefusedError"):
        async with RemoteEmulator(f"http://127.0.0.1:{unused_tcp_port}"):
            pass
    remote = RemoteEmulator(emulator.base_url)
    with pytest.raises(RuntimeError, match="the remote emulator is not open: use it with 'async with'"):
        await remote.settle()


async def test_another_server_is_no_emulator(api: Api, emulator: Emulator) -> None:
    with pytest.raises(RemoteError, match=r"/api is not an emulator with a control surface \(HTTP 404\)"):
        async with RemoteEmulator(emulator.base_url + "/api"):
            pass
