"""The page of a bundle: self-contained, without scripts, readable in all directions and on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Final, cast

from attrs import fields

from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.free_form import one_line_json
from cortex_async.evidence.values import Appeal, Decision
from cortex_async.transcripts import Line, Speaker, Transcript
from cortex_async.transcripts.formats.cleaning import one_line, readable
from cortex_async.transcripts.formats.shown import ENDS, iso, names, remarks

if TYPE_CHECKING:
    from cortex_async.models import MessageAnnotation

INLINE: Final = 4 << 20
"""Bytes of the largest recording that is part of the page; others are played from the file beside it."""

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif }
body { background: Canvas; color: CanvasText; margin: 2rem auto; max-width: 56rem; padding: 0 1rem }
h2 { margin-top: 2rem }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem }
dt { font-weight: bold }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext }
ol { list-style: none; padding: 0 }
li { break-inside: avoid; padding: .25rem .5rem }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
b, bdi { overflow-wrap: anywhere }
time { font-variant-numeric: tabular-nums }
audio { width: 100% }
[aria-current] { border: 3px solid light-dark(#b00020, #ff8a80); border-radius: .5rem; scroll-margin: 4rem }
.note { border-inline-start: .25rem solid; padding-inline-start: .75rem }
.data { font-size: .875rem; overflow-wrap: anywhere }
a { color: light-dark(#0b57d0, #a8c7fa) }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self' data:; base-uri 'none'; form-action 'none'"


def render(evidence: Evidence) -> str:
    """The whole page."""
    about = evidence.subject.message_id or evidence.subject.sanction_id or ""
    title = f"Evidence {_name(about)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{''.join(_sections(evidence))}</main>\n</body>\n</html>\n"
    )


def _sections(evidence: Evidence) -> Iterator[str]:
    yield _facts(_overview(evidence))
    if evidence.line is not None:
        yield '<p><a href="#line">Go to the line that this is about</a></p>\n'
    if evidence.unavailable:
        items = "".join(
            f"<li><b>{escape(one.part)}</b>: {_text(one.reason)}</li>\n" for one in evidence.unavailable
        )
        yield f'<section class="note">\n<h2>What could not be had</h2>\n<ul>\n{items}</ul>\n</section>\n'
    yield _audio(evidence)
    yield _transcript(evidence)
    if evidence.line is None and evidence.annotations:
        yield f"<section>\n<h2>Annotations of the message</h2>\n{_flags(evidence.annotations)}</section>\n"
    if evidence.session_annotations:
        items = "".join(
            f"<li>{_stamp(one.created_at)} {_tag(one.type)} {_data(one.data)}</li>\n"
            for one in evidence.session_annotations
        )
        yield f"<section>\n<h2>Annotations of the session</h2>\n<ol>\n{items}</ol>\n</section>\n"
    yield from _sanctions(evidence)
    if evidence.decision is not None:
        yield f"<section>\n<h2>Decision</h2>\n{_decision(evidence.decision)}</section>\n"
    if evidence.revisions:
        items = "".join(
            f"<li>{_stamp(one.at)} {_text(one.reason)} "
            f"<span class='data'>replaced the manifest {escape(one.manifest_sha256)}</span></li>\n"
            for one in evidence.revisions
        )
        yield f"<section>\n<h2>Earlier versions</h2>\n<ol>\n{items}</ol>\n</section>\n"


def _overview(evidence: Evidence) -> Iterator[tuple[str, str]]:
    subject, person, session = evidence.subject, evidence.person, evidence.session
    yield "Project", _text(evidence.project_id)
    if session is not None:
        yield "Session title", _text(session.title)
    for name, value in (
        ("Session", subject.session_id),
        ("Message", subject.message_id),
        ("Sanction", subject.sanction_id),
    ):
        if value is not None:
            yield name, _text(value)
    if person is not None:
        ids = [one for one in (person.external_user_id, person.participant_id) if one is not None]
        source = {"name": "the only participant with this name", "event": "named by an event of the API"}
        known = source.get(person.known_from, "named by the sanction")
        yield "Person", f"<bdi>{_name(person.name)}</bdi> {' '.join(map(_bdi, ids))} ({known})"
    yield "Collected", f"{_stamp(evidence.collected_at)}, by the clock of the machine that collected it"
    software = evidence.software
    yield "Software", _text(f"odin-cortex {software.sdk}, spec {software.spec} ({software.spec_sha256})")


def _audio(evidence: Evidence) -> str:
    audio = evidence.audio
    if audio is None:
        return ""
    inline = ""
    if audio.size <= INLINE:
        encoded = base64.b64encode(b"".join(audio.chunks())).decode()
        inline = f'<source type="audio/wav" src="data:audio/wav;base64,{encoded}">'
    return (
        "<section>\n<h2>Recording of the line</h2>\n"
        f'<audio controls preload="metadata" aria-label="Recording of the line">{inline}'
        '<source type="audio/wav" src="audio.wav"></audio>\n'
        '<p>The same recording is the file <a href="audio.wav">audio.wav</a> beside this page.</p>\n'
        "</section>\n"
    )


def _transcript(evidence: Evidence) -> str:
    if not evidence.lines:
        return ""
    content = Transcript(lines=evidence.lines)
    shown = names(content)
    notes = "".join(
        f"<p>{_text(one)}</p>\n"
        for one in (*remarks(content, shown), f"{ENDS} They are in transcript.jsonl.")
    )
    marked = evidence.subject.message_id
    lines = "".join(_line(line, shown, marked=line.id == marked) for line in evidence.lines)
    return f"<section>\n<h2>Transcript</h2>\n{notes}<ol>\n{lines}</ol>\n</section>\n"


def _line(line: Line, shown: dict[Speaker, str], *, marked: bool) -> str:
    who = "" if line.kind == "system" else f"<b><bdi>{escape(shown[line.speaker])}</bdi></b>"
    mark = ' id="line" aria-current="true"' if marked else ""
    text = f"<mark>{escape(readable(line.text))}</mark>" if marked else escape(readable(line.text))
    return (
        f"<li{mark}>{_stamp(line.start)} {who}"
        f'<p dir="auto" lang="">{text}</p>{_flags(line.annotations or ())}</li>\n'
    )


def _flags(annotations: Iterable[MessageAnnotation]) -> str:
    return "".join(
        f"<p>{_tag(one.type)} {_stamp(one.created_at)} {_data(one.data)}</p>" for one in annotations
    )


def _sanctions(evidence: Evidence) -> Iterator[str]:
    if not evidence.sanctions:
        return
    yield "<section>\n<h2>Sanctions of the person</h2>\n"
    for one in evidence.sanctions:
        facts = [
            ("Sanction", _text(one.id)),
            ("Type", _text(one.type)),
            ("Status", _text(one.status)),
            ("From", _stamp(one.start_at)),
            ("To", "no end" if one.end_at is None else _stamp(one.end_at)),
            ("Reason", _text(one.reason or "none given")),
        ]
        if one.revoked_at is not None:
            facts.append(("Revoked", _stamp(one.revoked_at)))
        if one.metadata:
            facts.append(("Metadata", _data(one.metadata)))
        yield _facts(facts)
    yield "</section>\n"


def _decision(decision: Decision | Appeal) -> str:
    facts: list[tuple[str, str]] = []
    appeals = ""
    for attribute in fields(type(decision)):
        value: object = getattr(decision, attribute.name)
        label = attribute.name.replace("_", " ").capitalize()
        if attribute.name == "appeals":
            appeals = "".join(f"<h3>Appeal</h3>\n{_decision(one)}" for one in _appeals(value))
        elif isinstance(value, datetime):
            facts.append((label, _stamp(value)))
        elif isinstance(value, bool):
            facts.append((label, "yes" if value else "no"))
        elif value is not None:
            facts.append((label, _text(str(value))))
    return _facts(facts) + appeals


def _appeals(value: object) -> Iterator[Appeal]:
    for one in cast("tuple[object, ...]", value):
        if isinstance(one, Appeal):
            yield one


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>\n" + "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in facts) + "</dl>\n"


def _stamp(at: datetime) -> str:
    return f'<time datetime="{iso(at)}">{iso(at).replace("T", " ").replace("Z", " UTC")}</time>'


def _name(text: str) -> str:
    return escape(one_line(text))


def _bdi(text: str) -> str:
    return f"<bdi>{_name(text)}</bdi>"


def _tag(text: str) -> str:
    return f"<b>{_bdi(text)}</b>"


def _text(text: str) -> str:
    return f'<span dir="auto">{escape(readable(text))}</span>'


def _data(value: object) -> str:
    return f'<code class="data" dir="auto">{_name(one_line_json(value))}</code>'
