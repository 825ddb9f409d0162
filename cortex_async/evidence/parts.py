"""The parts of a bundle: evidence as named pieces of bytes, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from cortex_async._core.errors import CortexError
from cortex_async.dicts import from_dict, to_dict
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.manifest import dumps
from cortex_async.evidence.page import render
from cortex_async.models import MessageAnnotation, Sanction, Session, SessionAnnotation
from cortex_async.transcripts import Line, Speaker, Transcript
from cortex_async.transcripts.formats import jsonl

PAGE: Final = "index.html"
TRANSCRIPT: Final = "transcript.jsonl"
ANNOTATIONS: Final = "annotations.json"
SESSION: Final = "session.json"
SANCTIONS: Final = "sanctions.json"
AUDIO: Final = "audio.wav"

LARGEST: Final = 64 << 20
"""Bytes of the largest part that is read into memory, i.e. of all but the audio."""

T = TypeVar("T")


def contents(evidence: Evidence) -> dict[str, bytes]:
    """All parts but the audio, in the order of the file."""
    of_lines = (one for line in evidence.lines for one in line.annotations or ())
    annotations = {one.id: one for one in (*of_lines, *evidence.annotations)}
    made = {
        PAGE: render(evidence).encode(),
        TRANSCRIPT: jsonl.render(Transcript(lines=evidence.lines)).encode(),
        ANNOTATIONS: dumps(
            {
                "messages": [_dict(one) for one in annotations.values()],
                "session": [_dict(one) for one in evidence.session_annotations],
            }
        ),
        SANCTIONS: dumps([_dict(one) for one in evidence.sanctions]),
    }
    if evidence.session is not None:
        made[SESSION] = dumps(_dict(evidence.session))
    return made


def _dict(model: object) -> object:
    return to_dict(model, names="api")


def read_parts(parts: Mapping[str, bytes], message_id: str | None) -> dict[str, Any]:
    """The fields of ``Evidence`` that these parts hold. Raises ``EvidenceError``."""
    annotations = _object(parts, ANNOTATIONS)
    by_message: dict[str, list[MessageAnnotation]] = {}
    for one in _models(MessageAnnotation, annotations.get("messages"), ANNOTATIONS):
        by_message.setdefault(one.message_id, []).append(one)
    return {
        "session": _model(Session, _json(parts, SESSION), SESSION) if SESSION in parts else None,
        "lines": tuple(_lines(parts, by_message)),
        "annotations": tuple(by_message.get(message_id or "", ())),
        "session_annotations": _models(SessionAnnotation, annotations.get("session"), ANNOTATIONS),
        "sanctions": _models(Sanction, _json(parts, SANCTIONS), SANCTIONS),
    }


def _lines(parts: Mapping[str, bytes], annotations: Mapping[str, list[MessageAnnotation]]) -> Iterator[Line]:
    for number, row in enumerate(_needed(parts, TRANSCRIPT).split(b"\n")):
        if row:
            yield _line(_loads(row, TRANSCRIPT), annotations, f"{TRANSCRIPT}, line {number + 1}")


def _line(row: object, annotations: Mapping[str, list[MessageAnnotation]], place: str) -> Line:
    try:
        found = cast("Mapping[str, Any]", row)
        return Line(
            id=str(found["message_id"]),
            session_id=str(found["session_id"]),
            speaker=Speaker(
                name=str(found["speaker_name"]),
                id=found["speaker_id"],
                external_user_id=found["external_user_id"],
                id_source=found["speaker_id_source"],
                candidates=tuple(map(str, found["speaker_candidates"])),
            ),
            start=datetime.fromisoformat(found["start"]),
            end=datetime.fromisoformat(found["inferred_end"]),
            text=str(found["text"]),
            kind=str(found["kind"]),
            annotations=tuple(annotations.get(str(found["message_id"]), ())),
        )
    except (KeyError, TypeError, ValueError):
        raise EvidenceError(f"{place} is not a line of a transcript") from None


def _needed(parts: Mapping[str, bytes], name: str) -> bytes:
    if name not in parts:
        raise EvidenceError(f"{name} is missing")
    return parts[name]


def _json(parts: Mapping[str, bytes], name: str) -> object:
    return _loads(_needed(parts, name), name)


def _loads(content: bytes, name: str) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise EvidenceError(f"{name} is not valid JSON") from None


def _object(parts: Mapping[str, bytes], name: str) -> Mapping[str, object]:
    value = _json(parts, name)
    if not isinstance(value, Mapping):
        raise EvidenceError(f"{name} must be a JSON object")
    return cast("Mapping[str, object]", value)


def _models(model: type[T], values: object, name: str) -> tuple[T, ...]:
    if not isinstance(values, list):
        raise EvidenceError(f"{name} must hold a list of {model.__name__}")
    return tuple(_model(model, value, name) for value in cast("list[object]", values))


def _model(model: type[T], value: object, name: str) -> T:
    try:
        return from_dict(model, cast("Mapping[str, object]", value), names="api")
    except CortexError as error:
        raise EvidenceError(f"{name} does not hold a {model.__name__}: {error}") from None
