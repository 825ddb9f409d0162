"""The status page in a real browser: reading, acting, the keyboard, narrow screens, both themes, no script."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from cortex_async.emulator import Clock, Emulator
from tests.emulator.api import Api
from tests.emulator.browser import CHROMIUM, Tab, tab
from tests.emulator.test_status_page import HOSTILE, hostile_page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
LIVE = "document.getElementById('live').textContent === 'live'"

BROKEN_WORDS = """[...document.querySelectorAll('td, th, dt, dd, summary, li, label, button, h2')].flatMap(cell => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = [];
    for (let text; text = texts.nextNode();) {
        for (const word of text.data.matchAll(/[\\p{L}\\p{N}_.]{2,20}/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].filter(one => one.width).map(one => Math.round(one.top)));
            const around = text.data.slice(0, word.index).match(/\\S*$/)[0].length;
            if (lines.size > 1 && around + word[0].length <= 20) broken.push(word[0]);
        }
    }
    return broken;
})"""
"""Words of up to 20 characters that are on two lines."""

TOO_WIDE = """[...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && !one.closest('pre, .skip, [hidden]') && box.right > document.documentElement.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 80))"""

FAINT = """(() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
    const light = color => rgb(color).slice(0, 3).map(one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4).reduce((sum, one, at) => sum + one * [.2126, .7152, .0722][at], 0);
    const behind = one => { for (; one; one = one.parentElement) { const color = getComputedStyle(one).backgroundColor; if (rgb(color)[3] === 255) return color; } return 'white'; };
    const faint = new Set();
    for (const one of document.querySelectorAll('body *')) {
        if (!one.checkVisibility() || ![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        const [dark, bright] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b);
        if ((bright + .05) / (dark + .05) < 4.5) faint.add(`${one.tagName}.${one.className}`);
    }
    return [...faint];
})()"""
"""Elements with less contrast than WCAG 2.2 AA asks for: https://www.w3.org/TR/WCAG22/#contrast-minimum"""


@pytest.fixture
async def emulator() -> AsyncGenerator[Emulator]:
    async with Emulator(
        clock=Clock(START, frozen=True), random_seed=1, control=True, webhook_retries=()
    ) as made:
        yield made


@asynccontextmanager
async def opened(chromium: str, emulator: Emulator, path: str = "/", **options: Any) -> AsyncGenerator[Tab]:
    """The page, live. Nothing that the browser calls an error may happen on it."""
    async with tab(chromium, **options) as page:
        await page.open(emulator.base_url + path)
        if options.get("script", True):
            await page.wait_for(LIVE)
        yield page
        await page.run("1")
        assert not page.problems


async def something_of_everything(api: Api) -> None:
    emulator = api.emulator
    emulator.seed()
    await api.post(
        "/webhooks/subscriptions",
        {"url": "http://127.0.0.1:9/hooks/cortex", "events": ["*"], "secret": "s3cret-s3cret"},
    )
    session = await api.session(title="A raid with a rather long title that needs more than one line")
    await emulator.settle()
    await emulator.say(session["id"], "somebody-with-a-long-name", "Damn " + "long " * 40)
    await api.call("POST", "/sessions", {"title": 5})
    await api.call("GET", "/api/nowhere")
    emulator.faults.next("listSessions", status=500)
    await api.call("GET", "/sessions")
    emulator.faults.always("createGathering", status=429, delay=0.1)
    await api.call("POST", "/functions", {"name": "on message", "code": "x"})
    await emulator.settle()


async def test_it_looks_right_at_every_width_and_in_both_themes(
    chromium: str, api: Api, emulator: Emulator
) -> None:
    await something_of_everything(api)
    async with opened(chromium, emulator) as page:
        for folded in (True, False):
            if not folded:
                await page.run("document.querySelectorAll('details').forEach(one => one.open = true)")
            for width in (1280, 900, 420):
                await page.look(width, "light")
                assert await page.run("document.documentElement.scrollWidth <= innerWidth"), width
                assert await page.run(TOO_WIDE) == [], width
                assert await page.run(BROKEN_WORDS) == [], width
        for scheme in ("light", "dark"):
            await page.look(420, scheme)
            assert await page.run(FAINT) == [], scheme
        looks = "[201, 404, 500].map(status => getComputedStyle([...document.querySelectorAll('#requests .chip')].find(one => one.textContent.startsWith(status))).color)"
        assert len(set(await page.run(looks))) == 3


async def test_nothing_that_is_shown_runs(chromium: str, api: Api, emulator: Emulator) -> None:
    for evil in HOSTILE:
        await hostile_page(api, evil)
    # Everything is shown at once, and again when it is replaced by a live update.
    async with opened(chromium, emulator, width=420) as page:
        await page.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        await api.participant("trigger")
        await page.wait_for("document.querySelector('#participants').textContent.includes('trigger')")
        assert (
            await page.run(
                "document.querySelectorAll('main :is(script, img, svg, iframe, style, [onerror], [onload])').length"
            )
            == 0
        )
        assert await page.run("[...document.links].every(one => one.origin === location.origin)")
        assert "<img src=x onerror=alert(1)>" in await page.run(
            "document.querySelector('#sessions').textContent"
        )
        assert await page.run("document.documentElement.scrollWidth <= innerWidth")
        # The test would notice: the policy refuses what gets in another way, and the browser logs that.
        await page.run(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')"
        )
        await page.run("new Promise(done => setTimeout(done))")
        assert page.problems
        page.problems.clear()


async def test_it_is_kept_up_to_date_and_stays_as_the_reader_left_it(
    chromium: str, api: Api, emulator: Emulator
) -> None:
    session = await api.session()
    await api.call("GET", "/api/nowhere")
    async with opened(chromium, emulator) as page:
        await page.run(
            "document.querySelector('#request-1').open = true; document.querySelector('#request-1 > summary').focus()"
        )
        await emulator.say(session["id"], "ada", "<b>two behind the gate</b>")
        await page.wait_for(
            "document.querySelector('#sessions').innerText.includes('<b>two behind the gate</b>')"
        )
        await api.get("/sessions")
        await page.wait_for("document.querySelector('#requests').innerText.includes('listSessions')")
        assert await page.run("document.querySelector('#request-1').open")
        assert await page.run("document.activeElement.parentNode.id") == "request-1"
        await page.run("document.querySelector('#search').focus()")
        await page.type("nowhere")
        await page.wait_for("document.querySelectorAll('#requests .lines > li').length === 1")
        assert await page.run("location.search") == "?q=nowhere"
        emulator.reset()
        await page.wait_for("!document.querySelector('#sessions').innerText.includes('Raid')")


async def test_every_control_acts_and_needs_only_the_keyboard(
    chromium: str, api: Api, emulator: Emulator
) -> None:
    session = await api.session(idleTimeout=600)
    await emulator.settle()

    async def submit(page: Tab, path: str, **values: str) -> str:
        """Fill in a form with the keyboard, send it with Enter, and wait for the result."""
        form = f"""document.querySelector('form[data-path="/_emulator/{path}"]')"""
        await page.run(
            f"document.querySelector('#result').textContent = ''; for (let one = {form}; one; one = one.parentElement) if (one.tagName === 'DETAILS') one.open = true"
        )
        for name, value in values.items():
            await page.run(f"{form}.querySelector('[name={name}]').select()")
            await page.type(value)
        if values:
            await page.press("Enter")
        else:
            await page.run(f"{form}.querySelector('button').focus()")
            await page.press(" ")
        await page.wait_for("/done$|: /.test(document.querySelector('#result').textContent)")
        return str(await page.run("document.querySelector('#result').textContent"))

    async with opened(chromium, emulator, width=420) as page:
        assert await submit(page, "say", speaker="ada", text="two behind the gate") == "say: done"
        assert emulator.world.store.messages.of(session["id"])[-1]["content"] == "two behind the gate"
        assert await submit(page, "join", speaker="bob") == "join: done"
        assert await submit(page, "leave", speaker="bob") == "leave: done"
        assert (
            await submit(page, "leave", speaker="bob")
            == f"leave: speaker bob is not in the room of session {session['id']}"
        )
        assert await submit(page, "leave", speaker="ada") == "leave: done"
        assert await submit(page, "clock/advance", seconds="60.5") == "advance the clock: done"
        assert emulator.clock.timestamp() == START.timestamp() + 60.5
        await page.run(
            "document.querySelector('#next-timer').focus(); document.querySelector('#result').textContent = ''"
        )
        await page.press("Enter")
        await page.wait_for("document.querySelector('#result').textContent === 'next timer: done'")
        assert (await api.get(f"/sessions/{session['id']}"))["status"] == "ended"
        assert await submit(page, "faults/next", target="listSessions") == "disturb the next requests: done"
        assert await submit(page, "faults/always", target="createGathering") == "disturb every request: done"
        assert [rule.target for rule in emulator.faults] == ["listSessions", "createGathering"]
        assert (
            await submit(page, "faults/next", target="lsitSessions")
            == "disturb the next requests: target must match an operation, got 'lsitSessions'; did you mean 'listSessions'?"
        )
        assert await submit(page, "faults/events/drop", types="message.*", times="2") == "drop events: done"
        assert [(rule.pattern, rule.left) for rule in emulator.faults.events] == [("message.*", 2)]
        assert await submit(page, "faults/webhooks/skew", seconds="-30") == "shift timestamps: done"
        assert await submit(page, "faults/clear") == "remove all faults: done"
        assert not list(emulator.faults)
        # The browser reports a rejected control as an error.
        assert len(page.problems) == 2
        page.problems.clear()
        async with api.http.get(api.url("/events/stream"), headers=api.headers):
            await emulator.wait_for_streams(1)
            assert await submit(page, "cut-streams") == "cut streams: done"
            await emulator.wait_for_streams(0)
        assert await submit(page, "seed") == "add sample data: done"
        assert len(await api.get("/sessions")) == 3
        assert await submit(page, "reset") == "reset everything: done"
        assert await api.get("/sessions") == []


async def test_a_message_can_be_flagged(chromium: str, api: Api, emulator: Emulator) -> None:
    session = await api.session()
    await emulator.settle()
    said = await emulator.say(session["id"], "ada", "RUN")
    async with opened(chromium, emulator, width=420) as page:
        message = f"document.querySelector('#message-{said['id']}')"
        await page.run(f"{message}.querySelector('button').focus()")
        await page.press("Enter")
        assert await page.run("document.activeElement.name") == "type"
        await page.type("toxicity")
        await page.run("document.querySelector('#annotate-content').select()")
        await page.type('{"score": 0.93}')
        await page.run("document.querySelector('form[data-path$=\"/annotate\"]').requestSubmit()")
        await page.wait_for("document.querySelector('#result').textContent === 'flag a message: done'")
        await page.wait_for(f"{message}.className === 'flagged' && {message}.textContent.includes('0.93')")
        assert await page.run("document.querySelector('.counts').textContent.includes('1 flags')")
    (stored,) = emulator.world.store.message_annotations.of(said["id"])
    assert (stored["type"], stored["data"]) == ("toxicity", {"score": 0.93})


async def test_all_of_it_can_be_reached_with_the_keyboard(
    chromium: str, api: Api, emulator: Emulator
) -> None:
    await api.session()
    async with opened(chromium, emulator) as page:
        await page.press("Tab", "Enter")
        assert await page.run("location.hash") == "#requests"
        await page.press("Tab")
        assert await page.run("document.activeElement.closest('details').id") == "request-1"
        assert await page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        await page.press("Enter")
        assert await page.run("document.querySelector('#request-1').open")
        await page.press("Tab", "Tab", "Tab", "Enter", "Tab")
        assert await page.run("document.activeElement.textContent") == "Copy"
        await page.press("Enter")
        await page.wait_for("/^(Copied|Selected)/.test(document.activeElement.textContent)")
        unlabelled = "[...document.querySelectorAll('input, select, textarea')].filter(one => !one.labels.length && one.type !== 'hidden').map(one => one.outerHTML)"
        assert await page.run(unlabelled) == []
        repeated = "(ids => ids.filter((one, at) => ids.indexOf(one) !== at))([...document.querySelectorAll('[id]')].map(one => one.id))"
        assert await page.run(repeated) == []


async def test_it_can_be_read_without_script(chromium: str, api: Api, emulator: Emulator) -> None:
    await something_of_everything(api)
    async with opened(chromium, emulator, "/?show=errors", width=420, script=False) as page:
        tree = await page.call("DOMSnapshot.captureSnapshot", computedStyles=["display"])
        strings = tree["strings"]
        shown = {strings[index] for index in tree["documents"][0]["layout"]["text"] if index >= 0}
        assert {"Controls", "404 Not Found", "Sessions ", "Damn, they saw me!", "static"} <= shown
        # Filtered out; and what only works with the script.
        assert not {"201 Created", "Say", "Copy", "live"} & shown


async def test_controls_with_a_token(chromium: str) -> None:
    token = "canary-7f3a-token"
    async with Emulator(control=True, control_token=token) as emulator, opened(chromium, emulator) as page:
        emulator.seed()
        settle = "document.querySelector('form[data-path=\"/_emulator/reset\"]').requestSubmit()"
        await page.run(settle)
        await page.wait_for(
            "document.querySelector('#result').textContent.includes('control token is missing or wrong')"
        )
        # The browser logs every 401 as an error.
        assert page.problems
        page.problems.clear()
        await page.run(
            "document.querySelector('#controls').open = true; document.querySelector('#control-token').focus()"
        )
        await page.type(token)
        await page.run(settle)
        await page.wait_for("document.querySelector('#result').textContent === 'reset everything: done'")
