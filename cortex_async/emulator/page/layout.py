"""The page as a whole: head, filter, overview, sections, controls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from cortex_async.emulator.page import controls
from cortex_async.emulator.page.events import event_section
from cortex_async.emulator.page.filters import LABELS, Filter
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.overview import overview
from cortex_async.emulator.page.parts import Section, clock_time
from cortex_async.emulator.page.people import gathering_section, participant_section
from cortex_async.emulator.page.project import function_section, plugin_section, violation_section
from cortex_async.emulator.page.requests import RequestSection
from cortex_async.emulator.page.sanctions import sanction_section
from cortex_async.emulator.page.sessions import session_section
from cortex_async.emulator.page.traffic import (
    delivery_section,
    fault_section,
    stream_section,
    subscription_section,
)
from cortex_async.emulator.page.view import View

TITLE = "ODIN Cortex emulator"
ATTEMPTS = 3
"""A page teaches secrets only once, so the second attempt is nearly always the last."""


class Layout:
    """Makes the page of one emulator.

    wants_token: whether visitors have to type in the control token before they can use the controls.
    """

    def __init__(self, *, wants_token: bool) -> None:
        self._requests = RequestSection()
        self._wants_token = wants_token

    def page(self, view: View, nonce: str, token: str | None) -> str:
        """The whole document.

        token: the token that the page's own script sends with controls.
        """
        status = self.status(view)
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("meta", name="page-token", content=token) if token is not None else None,
            tag("title", TITLE),
            tag("style", _asset("style.css"), nonce=nonce),
        )
        body = tag(
            "body",
            tag("a", "Skip to the requests", href="#requests", class_="skip"),
            _header(view.filter),
            controls.control_panel(view, wants_token=self._wants_token),
            tag("main", status, id="status", tabindex=-1),
            None if view.sources.controls else tag("footer", controls.read_only_note()),
            tag("script", _asset("script.js"), nonce=nonce),
        )
        return f"<!doctype html>{tag('html', head, body, lang='en')}"

    def status(self, view: View) -> Html:
        """What changes: the overview and all sections."""
        sections = self._current(view)
        links = [tag("li", tag("a", f"{one.title} ", _number(one), href=f"#{one.id}")) for one in sections]
        clock = tag(
            "p",
            "Emulator clock ",
            clock_time(view.now),
            " UTC",
            ", stopped" if view.world.clock.frozen else None,
            class_="soft",
        )
        top = tag(
            "div",
            clock,
            overview(view),
            tag("nav", tag("ul", links), aria_label="Sections"),
            controls.proposals(view) if view.sources.controls else None,
            id="top",
            data_part=True,
            data_now=repr(view.now * 1000),
            data_frozen=view.world.clock.frozen,
        )
        return join(top, map(_section, sections))

    def _current(self, view: View) -> Sequence[Section]:
        """All sections. Made anew if one of them has taught secrets that those before it may show."""
        redaction = view.sources.redaction
        for _ in range(ATTEMPTS):
            known = redaction.generation
            sections = self._sections(view)
            if redaction.generation == known:
                return sections
        return self._sections(view)

    def _sections(self, view: View) -> Sequence[Section]:
        return (
            self._requests.section(view),
            event_section(view),
            session_section(view),
            sanction_section(view),
            participant_section(view),
            gathering_section(view),
            stream_section(view),
            fault_section(view),
            subscription_section(view),
            delivery_section(view),
            plugin_section(view),
            function_section(view),
            violation_section(view),
        )


def _header(chosen: Filter) -> Html:
    options = [
        tag("option", label, value=value, selected=value == chosen.show) for value, label in LABELS.items()
    ]
    return tag(
        "header",
        tag("h1", TITLE),
        tag("span", "static", id="live", role="status", class_="soft"),
        tag(
            "form",
            tag("label", "Search requests and events", for_="search"),
            tag("input", id="search", name="q", type="search", value=chosen.search, autocomplete="off"),
            tag("label", "Show", for_="show"),
            tag("select", options, id="show", name="show"),
            tag("button", "Filter", type="submit"),
            method="get",
            action="/",
            role="search",
            id="filter",
        ),
        tag("a", "OpenAPI document", href="/api/docs-json", class_="soft"),
    )


def _section(section: Section) -> Html:
    title = f"{section.id}-title"
    return tag(
        "section",
        tag("h2", f"{section.title} ", _number(section), id=title),
        section.content,
        id=section.id,
        aria_labelledby=title,
        data_part=True,
    )


def _number(section: Section) -> Html | None:
    return None if section.count is None else tag("span", section.count, class_="number")


@lru_cache(maxsize=2)
def _asset(name: str) -> Html:
    """The style sheet or the script. Neither may hold what ends its element."""
    return Html(resources.files("cortex_async.emulator.page").joinpath(name).read_text("utf-8"))
