"""The status page as HTML: what it shows, what it never shows, who gets it."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
import sys
from typing import Any

import aiohttp
import pytest

from cortex_async.emulator import Emulator
from tests.emulator.api import Api

CANARY = "canary-7f3a"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "</style></title></pre></textarea><svg onload=alert(1)>",
    "<!--",
    "\u202egnp.exe",
)


async def page(api: Api, path: str = "/", **headers: str) -> tuple[int, str, Any]:
    async with api.http.get(api.emulator.base_url + path, headers=headers) as response:
        return response.status, await response.text(), response.headers


def section(html: str, name: str) -> str:
    return html.split(f'<section id="{name}"', 1)[1].split("<section id=", 1)[0]


def lines(html: str, name: str) -> list[str]:
    return section(html, name).split("<li><details ")[1:]


async def test_what_the_demo_shows(api: Api, emulator: Emulator) -> None:
    emulator.seed()
    await emulator.settle()
    await api.get("/sessions")
    status, html, headers = await page(api)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for name, *expected in (
        ("requests", "listSessions", "200 OK"),
        ("events", "message.created", "nobody", "message.annotation.created"),
        ("sessions", "Raid night", "Damn, they saw me!", "Profanity Filter", "1 flagged", "&quot;summary&quot;"),
        ("sanctions", "Bad language", "revoked", "in 1 h"),
        ("participants", "joe", "in 1 room", "1 active"),
        ("gatherings", "Friday lobby", "3 of 8", "Eve", "ready", "Joe", "invited"),
        ("plugins", "Profanity Filter", "Session Summary", "enabled"),
    ):  # fmt: skip
        for one in expected:
            assert one in section(html, name), (name, one)


async def test_the_demo_data_is_consistent(api: Api, emulator: Emulator) -> None:
    emulator.seed("demo")
    await emulator.settle()
    assert [one["status"] for one in await api.get("/sessions")] == ["ended", "active"]
    assert (await api.get("/participants"))["total"] == 4
    assert len(api.events("message.annotation.created")) == 1
    assert len(api.events("session.annotation.created")) == 1
    assert len(await api.get("/sanctions/user/eve/active")) == 1
    with pytest.raises(ValueError, match="name must be one of: demo, large; got 'other'"):
        emulator.seed("other")


async def test_an_empty_page(api: Api) -> None:
    _, html, _ = await page(api)
    assert html.count('<p class="empty">none</p>') == 13
    assert '<meta name="page-token"' not in html
    assert "This page is read-only" in html


async def test_a_request_shows_both_bodies_its_headers_and_what_was_wrong(api: Api) -> None:
    await api.session(title="Raid")
    await api.call("POST", "/sessions", {"title": 5}, headers={**api.headers, "User-Agent": "game/1.2"})
    _, html, _ = await page(api)
    failed, created = lines(html, "requests")
    assert "400 Bad Request" in failed
    assert "201 Created" in created
    problems = failed.split('<ul class="problem"', 1)[1].split("</ul>", 1)[0]
    assert re.findall("<li>(.*?)</li>", problems) == [
        "externalRoomId must be a string",
        "title must be a string",
    ]
    for expected in ("game/1.2", "[redacted]", "X-Request-Id", "application/json", "&quot;title&quot;: 5"):
        assert expected in failed, expected
    assert created.count("&quot;externalRoomId&quot;: &quot;room-1&quot;") >= 2
    assert "problem" not in created


async def test_requests_can_be_filtered_and_searched(api: Api, emulator: Emulator) -> None:
    await api.session(title="Findable")
    await api.call("GET", "/api/nowhere")
    emulator.faults.next("listSessions", status=503)
    await api.call("GET", "/sessions")
    emulator.faults.next("createParticipant", close="before")
    with pytest.raises(aiohttp.ClientError):
        await api.call("POST", "/participants", {"externalUserId": "ada"})
    for query, expected in {
        "": 4,
        "?show=errors": 3,
        "?show=4xx": 1,
        "?show=5xx": 1,
        "?show=none": 1,
        "?q=findable": 1,
        "?q=GET+sessions": 1,
        "?q=nothing-like-this": 0,
        "?show=errors&q=listsessions": 1,
        "?show=%00&q=%ff": 0,
        "?" + "&".join(f"a{i}=1" for i in range(50)): 4,
    }.items():
        status, html, _ = await page(api, "/" + query)
        assert (status, len(lines(html, "requests"))) == (200, expected), query
    _, html, _ = await page(api, "/?q=%22%3E%3Cb%3E")
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    counts = re.findall(r'class="count[^"]*"><b>(\d+)</b> ([^<]+)</a>', html)
    assert {name: number for number, name in counts} | {"events": "0"} == {
        "requests": "4",
        "4xx errors": "1",
        "5xx errors": "1",
        "without response": "1",
        "events": "0",
        "flags": "0",
        "open streams": "0",
        "failed deliveries": "0",
        "waiting deliveries": "0",
        "violations": "0",
    }


async def test_a_request_can_be_repeated_from_its_snippets(api: Api, emulator: Emulator) -> None:
    """Both snippets are run: they make the same request, with the credential from the environment."""
    title = 'it\'s "quoted" $HOME `x` \\ \u00e9\U0001f600\n\u202e'
    await api.session(title=title)
    _, html, _ = await page(api)
    (line,) = lines(html, "requests")
    found = {
        name: unescape(line.split(f'<pre id="{name}-1"', 1)[1].split(">", 1)[1].split("</pre>", 1)[0])
        for name in ("curl", "Python")
    }
    assert all(one.isascii() for one in found.values())
    assert emulator.api_key not in html
    environment = {
        "CORTEX_BASE_URL": emulator.base_url,
        "CORTEX_API_KEY": emulator.api_key,
        "PATH": "/usr/bin:/bin",
    }
    words = shlex.split(found["curl"])
    assert words[-2:] == ["--data-raw", words[-1]]
    assert json.loads(words[-1])["title"] == title
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", found["Python"], env=environment, stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert output.startswith(b"201 ")
    first, second = emulator.requests.all("createSession")
    assert first.body == second.body == {"title": title, "externalRoomId": "room-1"}
    assert first.url == second.url
    assert '-H "X-API-Key: $CORTEX_API_KEY"' in found["curl"]


def unescape(text: str) -> str:
    import html

    return html.unescape(re.sub("<[^>]*>", "", text))


async def test_events_show_who_received_them(api: Api, emulator: Emulator) -> None:
    await api.post(
        "/webhooks/subscriptions",
        {"url": "http://127.0.0.1:9/hook", "events": ["session.*"], "secret": CANARY},
    )
    url = api.url("/events/stream?types=session.created,participant.*")
    async with api.http.get(url, headers={**api.headers, "User-Agent": "game/1.2"}) as stream:
        await emulator.wait_for_streams(1)
        await api.session()
        emulator.faults.events.drop("participant.*")
        await api.participant()
        await emulator.settle()
        _, html, _ = await page(api)
        summaries = [line.split("</summary>")[0] for line in lines(html, "events")]
        receivers = {
            re.findall('class="operation">([^<]*)', one)[0]: re.findall(
                'class="chip(?: [a-z]+)?">([^<]*)', one
            )
            for one in summaries
        }
        assert receivers["session.created"] == ["1 stream", "webhook pending"]
        assert receivers["participant.created"] == ["withheld by a fault"]
        assert receivers["bot.status.changed"] == ["nobody"]
        assert "game/1.2" in section(html, "streams")
        assert "session.created, participant.*" in section(html, "streams")
        emulator.cut_streams()
        await emulator.wait_for_streams(0)
        stream.close()
    _, html, _ = await page(api)
    assert '<span class="chip warn">cut</span>' in section(html, "streams")


async def test_failed_deliveries_come_first(api: Api, emulator: Emulator) -> None:
    subscription = {"url": "http://127.0.0.1:9/", "events": ["*"], "secret": CANARY}
    await api.post("/webhooks/subscriptions", subscription)
    await api.participant()
    await emulator.clock.advance(1000)
    await emulator.settle()
    await api.participant("bob")
    _, html, _ = await page(api)
    found = re.findall('class="chip [a-z]+">(failed|pending|delivered)<', section(html, "deliveries"))
    assert found == ["failed", "pending"]
    assert "connection failed" in section(html, "deliveries")


async def test_a_sanction_leads_to_its_message(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.settle()
    said = await emulator.say(session["id"], "ada", "RUN")
    for index in range(60):
        await emulator.say(session["id"], "bob", f"number {index}")
    sanction = {
        "externalUserId": "ada",
        "type": "mute",
        "metadata": {"evidence": [{"messageId": said["id"]}]},
    }
    await api.post("/sanctions", sanction)
    await api.post("/sanctions", {"externalUserId": "bob", "type": "mute", "sessionId": session["id"]})
    _, html, _ = await page(api)
    links = re.findall('href="(#[^"]*)"', section(html, "sanctions"))
    assert links == [f"#session-{session['id']}", f"#message-{said['id']}"]
    for link in links:
        assert html.count(f'id="{link[1:]}"') == 1
    assert "12 earlier messages are left out." in section(html, "sessions")


async def test_everything_is_bounded(api: Api, emulator: Emulator) -> None:
    for index in range(70):
        await api.participant(f"user-{index}")
    await api.call("POST", "/sessions", {"title": "x" * 300_000})
    await emulator.settle()
    _, html, _ = await page(api)
    assert len(lines(html, "requests")) == len(lines(html, "events")) == 50
    assert "The latest 50" in section(html, "requests")
    assert "The first 8192 characters of 300.0 kB." in html
    assert "--data-binary @body.json" in html
    assert len(html) < 500_000


async def hostile_page(api: Api, evil: str) -> str:
    """A page on which as much as possible is ``evil``."""
    emulator = api.emulator
    session = await api.session(title=evil, externalRoomId=evil)
    await emulator.settle()
    said = await emulator.say(session["id"], evil, evil)
    await api.gathering(name=evil)
    await api.post("/participants", {"externalUserId": f"{evil}2", "displayName": evil})
    sanction = {
        "externalUserId": evil,
        "type": "mute",
        "reason": evil,
        "metadata": {"m": said["id"], "x": evil},
    }
    await api.post("/sanctions", sanction)
    await api.call(
        "POST",
        "/webhooks/subscriptions",
        {"url": f"http://h/{evil}", "events": [evil], "secret": "s3cret-s3cret", "description": evil},
    )
    await api.call("POST", "/functions", {"name": evil, "slug": "f", "code": evil, "description": evil})
    await api.call(
        "POST",
        "/plugins/instances",
        {"pluginId": "profanity-filter", "settings": {"words": ["script", "exe"]}},
    )
    await emulator.say(session["id"], evil, f"script {evil}")
    await emulator.settle()
    annotation = next(one for _, one in emulator.world.store.message_annotations)
    annotation.update(type=evil, data={evil: evil})
    await api.call("GET", f"/api/{evil}?{evil}=1")
    emulator.faults.next(
        "listSessions", status=500, body=evil, headers={"X-Evil": evil.encode("ascii", "replace").decode()}
    )
    await api.call(
        "GET", "/sessions", headers={**api.headers, "User-Agent": evil.encode("ascii", "replace").decode()}
    )
    emulator.faults.next("listSessions", status=500, body={"message": [evil]})
    await api.call("GET", "/sessions")
    emulator.faults.events.drop(evil)
    emulator.world.conformance.violations.append(evil)
    try:
        return (await page(api))[1]
    finally:
        emulator.world.conformance.violations.clear()


@pytest.mark.parametrize("evil", HOSTILE)
async def test_every_text_is_escaped(api: Api, evil: str) -> None:
    html = await hostile_page(api, evil)
    shown = html.split("<main", 1)[1].split("<script nonce", 1)[0]
    assert shown.count("alert") > 20 or "alert" not in evil
    for element in re.findall(r"<([a-zA-Z!/][^\s>]*)([^>]*)>", shown):
        assert element[0].lstrip("/") not in {
            "script",
            "img",
            "svg",
            "style",
            "title",
            "textarea",
            "iframe",
            "a:",
        }
        names = re.findall(r"""([^\s"'=]+)(?:="[^"]*")?""", element[1])
        assert not any(one.lower().startswith("on") for one in names), element
    for target in re.findall('href="([^"]*)"', html):
        assert re.match(r"[#/]", target), target
    assert "\u202e" not in html
    assert html.count("<script") == html.count("</script>") == 1


async def test_the_policy_allows_only_the_pages_own_style_and_script(api: Api) -> None:
    _, html, headers = await page(api)
    policy = headers["Content-Security-Policy"]
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
    assert html.count(f'nonce="{nonce}"') == 2
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert nonce not in (await page(api))[1]
    for path in ("/", "/_emulator/status"):
        _, _, headers = await page(api, path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert "Access-Control-Allow-Origin" not in headers


async def test_markup_from_elsewhere_does_not_share_the_pages_origin(api: Api, emulator: Emulator) -> None:
    """It could otherwise read the page, and its token."""
    for content_type in ("text/html", "application/xhtml+xml", "image/svg+xml"):
        headers = {"Content-Type": content_type, "Content-Security-Policy": "img-src 'self'"}
        emulator.faults.next("listSessions", status=200, body=b"<script>1</script>", headers=headers)
        response = await api.call("GET", "/sessions")
        policies = response.headers.getall("Content-Security-Policy")
        assert policies == ["img-src 'self'", "sandbox allow-scripts allow-forms"]
    response = await api.call("GET", "/sessions")
    assert "Content-Security-Policy" not in response.headers


async def test_no_secrets(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.settle()
    created = await api.as_user("POST", "/api/api-keys", {"name": "another", "scopes": []})
    login = {"email": emulator.credentials[0], "password": emulator.credentials[1]}
    token = (await api.post("/api/auth/login-credentials", login))["accessToken"]
    subscription = {
        "url": f"http://u:{CANARY}-url@127.0.0.1:9/?token={CANARY}-query",
        "events": ["*"],
        "secret": f"{CANARY}-secret",
    }
    await api.post(
        "/webhooks/subscriptions", {**subscription, "authType": "api_key", "apiKey": f"{CANARY}-key"}
    )
    await api.call(
        "POST", "/sessions", {"title": f"x {CANARY}-secret", "nested": {"myPassword": f"{CANARY}-mine"}}
    )
    await api.call(
        "POST",
        "/functions",
        {"name": "f", "code": "x", "envVars": [{"key": "K", "value": f"{CANARY}-env", "isSecret": True}]},
    )
    await emulator.say(
        session["id"], "ada", f"my key is {emulator.api_key}, the secret {CANARY}-secret and {token}"
    )
    _, html, _ = await page(api)
    for secret in (emulator.api_key, emulator.project_secret() or "", created["key"], token, CANARY):
        assert secret not in html
    assert "my key is" in html


async def test_a_secret_that_is_learned_later_disappears_from_what_was_shown(api: Api) -> None:
    await api.session(title=f"{CANARY} was here")
    _, html, _ = await page(api)
    assert CANARY in section(html, "requests")
    await api.call("POST", "/sessions", {"password": CANARY})
    _, html, _ = await page(api)
    assert CANARY not in html
    assert "was here" in html


async def test_only_local_host_names_are_served(api: Api, emulator: Emulator) -> None:
    for path in ("/", "/_emulator/status", "/_emulator/changes"):
        status, body, _ = await page(api, path, Host="evil.example")
        assert (status, json.loads(body)["statusCode"]) == (403, 403)
    assert (await page(api, Host="localhost:1234"))[0] == 200
    assert (await page(api, Host="[::1]"))[0] == 200
    assert (await page(api, "/_emulator/other"))[0] == 404


async def test_strings_that_are_not_utf_8_do_not_break_it(api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.settle()
    stored = emulator.world.store.sessions.get(emulator.project_id, session["id"])
    assert stored is not None
    stored["title"] = "half \ud800"
    status, html, _ = await page(api)
    assert status == 200
    assert '<span class="hidden-char">\\ud800</span>' in html


async def test_a_stream_reports_changes(api: Api, emulator: Emulator) -> None:
    async with api.http.get(emulator.base_url + "/_emulator/changes") as response:
        async with asyncio.timeout(30):
            assert await response.content.readuntil(b"\n\n") == b"data: changed\n\n"
            await api.participant()
            assert await response.content.readuntil(b"\n\n") == b"data: changed\n\n"


async def test_reset_and_clear_forget_what_was_shown(api: Api, emulator: Emulator) -> None:
    await api.session(title="Findable")
    emulator.requests.clear()
    assert "createSession" not in section((await page(api))[1], "requests")
    await api.session()
    emulator.reset()
    assert not lines((await page(api))[1], "requests")


async def test_bodies_are_kept_within_a_limit(
    api: Api, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cortex_async.emulator.exchanges.KEPT_BODIES", 5000)
    for index in range(4):
        await api.call("POST", "/sessions", {"title": str(index) * 2000, "externalRoomId": "r"})
    _, html, _ = await page(api)
    newest, *_, oldest = lines(html, "requests")
    assert "33333" in newest
    assert "not kept any more" in oldest
    assert "00000" not in oldest
