"""The section of requests: one line each, behind it everything about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus

from attrs import asdict

from cortex_async.emulator.exchanges import Body, Exchange
from cortex_async.emulator.faults.calls import NO_FAULT, Fault
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.parts import Section, block, chip, nothing, shortened, size
from cortex_async.emulator.page.snippets import FILE, Call, curl, python
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import is_list, is_object

SHOWN_BODY = 8 * 1024
"""Characters of a body that are shown."""

CACHED = 200


class RequestSection:
    """Makes the section, and keeps what is behind each line, since only a new secret can change it."""

    def __init__(self) -> None:
        self._details: dict[int, Html] = {}
        self._generation = -1

    def section(self, view: View) -> Section:
        recorded = len(view.sources.recording)
        found = view.exchanges()
        if self._generation != view.sources.redaction.generation:
            self._details.clear()
            self._generation = view.sources.redaction.generation
        lines = [_line(view, one, self._detail(view, one)) for one in found]
        note = f"The latest {SHOWN}; search or filter to see older ones." if len(found) == SHOWN else ""
        content = (
            tag("ol", lines, class_="lines") if lines else nothing("none" if not recorded else "none match")
        )
        return Section(
            "requests", "Requests", join(tag("p", note, class_="soft") if note else None, content), recorded
        )

    def _detail(self, view: View, exchange: Exchange) -> Html:
        if exchange.number not in self._details:
            if len(self._details) >= CACHED:
                del self._details[min(self._details)]
            self._details[exchange.number] = _detail(view, exchange)
        return self._details[exchange.number]


def status_chip(status: int | None, stream: bool = False) -> Html:
    """A response's status with its reason, coloured by its class."""
    if status is None:
        return chip("no response", "bad")
    kind = "good" if status < 300 else "notice" if status < 400 else "warn" if status < 500 else "bad"
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = ""
    return chip(f"{status} {'stream' if stream else reason}".strip(), kind)


def _line(view: View, exchange: Exchange, detail: Html) -> Html:
    request = exchange.request
    summary = tag(
        "summary",
        tag("span", status_chip(request.status, exchange.stream), class_="status"),
        tag("b", shortened(request.method, 20), class_="method"),
        tag("span", request.operation or "unknown operation", class_="operation"),
        tag("code", shortened(_below_project(view, view.text(request.url)), 200), class_="path"),
        tag("span", chip("fault", "flag") if exchange.fault is not NO_FAULT else None, class_="chips"),
        view.when(request.at),
    )
    return tag("li", tag("details", summary, detail, id=f"request-{exchange.number}"))


def _below_project(view: View, url: str) -> str:
    """The URL without what all URLs of a project begin with."""
    start, _, rest = url.removeprefix("/api/projects/").partition("/")
    known = view.world.store.projects.get("", start) is not None
    return f"…/{rest}" if rest and known else url


def _detail(view: View, exchange: Exchange) -> Html:
    redaction, request = view.sources.redaction, exchange.request
    sent, received = exchange.body, exchange.response_body
    sent_text = redaction.body(sent, request=True)
    received_text = redaction.body(received, request=False)
    headers = redaction.headers(request.headers, request=True)
    large = len(sent_text) > SHOWN_BODY or not sent.whole
    call = Call(request.method, view.text(request.url), headers, FILE if large else sent_text)
    return tag(
        "div",
        _problems(request.status, received_text),
        _facts(view, exchange),
        tag(
            "div",
            _side("Request", headers, sent, sent_text),
            _side(
                "Response",
                redaction.headers(exchange.response_headers, request=False),
                received,
                received_text,
            ),
            class_="sides",
        ),
        _snippet("curl", curl(call), exchange.number),
        _snippet("Python", python(call), exchange.number),
        class_="detail",
    )


def _problems(status: int | None, body: str) -> Html | None:
    """What the response says was wrong: of a failed validation, every message."""
    if status is not None and status < 400:
        return None
    if status is None:
        return tag(
            "p",
            "The connection was closed, or the client left, before a response was sent.",
            class_="problem",
        )
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    message = parsed.get("message") if is_object(parsed) else None
    messages = [str(one) for one in message] if is_list(message) else [str(message)] if message else []
    if not messages:
        return None
    lines = [tag("li", shortened(one)) for one in messages[:20]]
    return tag("ul", lines, class_="problem", aria_label="What was wrong")


def _facts(view: View, exchange: Exchange) -> Html:
    effects = "" if exchange.fault is NO_FAULT else describe(exchange.fault)
    facts = [
        ("Path", view.text(exchange.request.url)),
        ("Operation", exchange.request.operation or "none: the API has no such path or method"),
        ("Duration", f"{exchange.seconds * 1000:.1f} ms"),
        ("Fault", effects),
    ]
    return definitions(facts)


def definitions(facts: Sequence[tuple[str, str | Html | None]]) -> Html:
    """A list of names and values, without those that are empty."""
    pairs = [tag("div", tag("dt", name), tag("dd", given)) for name, given in facts if given]
    return tag("dl", pairs, class_="facts")


def describe(fault: Fault) -> str:
    """A fault's effects, without bodies and headers, which may hold secrets."""
    changed = {
        name: given
        for name, given in asdict(fault).items()
        if given != getattr(NO_FAULT, name) and name not in ("body", "headers")
    }
    extra = ["body"] * (fault.body is not None) + ["headers"] * bool(fault.headers)
    effects = [name if given is True else f"{name} {given}" for name, given in changed.items()]
    return ", ".join([*effects, *extra])


def _side(title: str, headers: Sequence[tuple[str, str]], body: Body, text: str) -> Html:
    lines = [tag("div", tag("dt", name), tag("dd", shortened(given))) for name, given in headers]
    shown = text[:SHOWN_BODY]
    rest = (
        f"The first {SHOWN_BODY} characters of {size(body.size)}."
        if len(text) > len(shown) or not body.whole
        else ""
    )
    return tag(
        "section",
        tag("h4", title),
        tag("dl", lines, class_="headers") if lines else None,
        block(shown, f"{title} body") if shown else nothing("no body"),
        tag("p", rest, class_="soft") if rest else None,
    )


def _snippet(language: str, code: str, number: int) -> Html:
    return tag(
        "details",
        tag("summary", f"Copy as {language}"),
        tag("button", "Copy", type="button", data_copy=f"{language}-{number}", hidden=True),
        tag(
            "pre",
            code,
            id=f"{language}-{number}",
            tabindex=0,
            role="region",
            aria_label=f"Request in {language}",
        ),
        class_="snippet",
        id=f"copy-{language}-{number}",
    )
