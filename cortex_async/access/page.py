"""The page of a report: self-contained, without scripts, readable in all directions and on paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final, cast

from cortex_async.access.parts import models, values
from cortex_async.transcripts.formats.cleaning import one_line, readable
from cortex_async.transcripts.formats.shown import iso

if TYPE_CHECKING:
    from datetime import datetime

    from cortex_async.access.values import Content, Said
    from cortex_async.transcripts import Line

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif }
body { background: Canvas; color: CanvasText; margin: 2rem auto; max-width: 56rem; padding: 0 1rem }
h2 { margin-top: 2rem }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem }
dt { font-weight: bold }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext }
ol { list-style: none; padding: 0 }
li { break-inside: avoid; overflow-wrap: anywhere; padding: .25rem .5rem }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
time { font-variant-numeric: tabular-nums }
.note { border-inline-start: .25rem solid; padding-inline-start: .75rem }
.data { font-size: .875rem }
"""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Content) -> str:
    """The whole page."""
    title = f"What is held about {_name(report.external_user_id)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{''.join(_sections(report))}</main>\n</body>\n</html>\n"
    )


def _sections(report: Content) -> Iterator[str]:
    facts = {"project": report.project_id, "made": iso(report.made_at)}
    if report.erased:
        facts["archive"] = "has erased this person, and leaves out what comes"
    yield _facts(facts)
    if report.unread:
        items = (f"<b>{escape(one.part)}</b>: {_text(one.reason)}" for one in report.unread)
        yield f'<section class="note">\n<h2>What could not be read</h2>\n{_list(items)}</section>\n'
    if report.hold is not None:
        yield _section("Legal hold", values([report.hold]))
    yield _section("Participants", models(report.participants))
    yield _section("Sanctions", models(report.sanctions))
    yield _section("Memberships in gatherings", values(report.memberships))
    yield _section("Invitations", values(report.invitations))
    yield _sessions("Said, as the API has it", report.said)
    yield _sessions("Said, as the archive has it", report.archived)
    yield _section("Files of the archive", values(report.files))
    yield _section("Bundles of evidence", values(report.bundles))
    limits = _list(map(_text, report.not_covered))
    yield f"<section>\n<h2>What this report does not reach</h2>\n{limits}</section>\n"


def _section(title: str, found: Iterable[Mapping[str, Any]]) -> str:
    body = "".join(map(_facts, found)) or "<p>Nothing.</p>\n"
    return f"<section>\n<h2>{title}</h2>\n{body}</section>\n"


def _sessions(title: str, found: Iterable[Said]) -> str:
    body = "".join(map(_session, found)) or "<p>Nothing.</p>\n"
    return f"<section>\n<h2>{title}</h2>\n{body}</section>\n"


def _session(one: Said) -> str:
    when = "" if one.created_at is None else f" {_stamp(one.created_at)}"
    undecided = (
        f'<p class="note">{one.undecided} more lines have a name of this person and no id: others may have '
        "spoken them.</p>\n"
        if one.undecided
        else ""
    )
    return (
        f"<h3><bdi>{_name(one.title)}</bdi>{when}</h3>\n"
        f'<p class="data">{_text(one.session_id)}</p>\n{undecided}{_list(map(_line, one.lines))}'
    )


def _line(line: Line) -> str:
    flags = "".join(
        f'<p class="data">{_stamp(one.created_at)} {_text(one.type)}: {_data(one.data)}</p>'
        for one in line.annotations or ()
    )
    return f'{_stamp(line.start)} <p dir="auto" lang="">{_text(line.text)}</p>{flags}'


def _facts(facts: Mapping[str, Any]) -> str:
    rows = "".join(f"<dt>{_name(name)}</dt><dd>{_data(value)}</dd>\n" for name, value in facts.items())
    return f"<dl>\n{rows}</dl>\n"


def _data(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    return _text(json.dumps(cast("object", value), ensure_ascii=False, default=str))


def _list(items: Iterable[str]) -> str:
    return "<ol>\n" + "".join(f"<li>{one}</li>\n" for one in items) + "</ol>\n"


def _stamp(at: datetime) -> str:
    return f"<time>{iso(at)}</time>"


def _text(text: str) -> str:
    return escape(readable(text))


def _name(text: str) -> str:
    return escape(one_line(text))
