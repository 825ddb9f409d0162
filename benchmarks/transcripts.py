"""Transcripts: from messages to a transcript and its formats, beside a loop that writes the same rows."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from html import escape
from typing import Any

import orjson

from benchmarks.harness import payloads
from benchmarks.harness.measure import OURS, Comparison, Measure, Run, Samples, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from cortex_async import models
from cortex_async.client import CORTEX
from cortex_async.redaction import MaskPersonalData
from cortex_async.tables import to_arrow
from cortex_async.transcripts import Transcript

COUNT = 10_000
LEAST = "a loop"
SHOWN = timedelta(seconds=7)

Messages = list[models.Message]


def take(settings: Settings) -> list[Comparison]:
    count = settings.amount(COUNT)
    kind: Any = list[models.Message]
    messages: Messages = CORTEX.codec.decode(payloads.body("Message", count), kind)
    for message in messages:
        message.session_id = "sess_1"
    messages.sort(key=lambda one: one.timestamp)
    return [
        Comparison(f"{name}: {count:,} messages", "ms", _samples(ours, least, settings.rounds), (), note)
        for name, ours, least, note in _compared(messages)
    ]


def _samples(ours: Run, least: Run, rounds: int) -> Samples:
    return scaled(cpu_seconds({OURS: ours, LEAST: least}, rounds), 1000)


def _compared(messages: Messages) -> list[tuple[str, Run, Run, str]]:
    made = Transcript.of(messages)
    mask = MaskPersonalData()
    plain = f"{LEAST}: times and strings as they are, every line {SHOWN.seconds} s long; no ids, no escapes"
    return [
        ("Transcript.of", lambda: Transcript.of(messages), lambda: _rows(messages), f"{LEAST}: dicts"),
        (
            "redacted",
            lambda: made.redacted(mask),
            lambda: made.redacted(lambda line: line),
            f"MaskPersonalData(); {LEAST}: a function that returns the line",
        ),
        ("to_srt", made.to_srt, lambda: _subtitles(messages, ","), plain),
        ("to_vtt", made.to_vtt, lambda: "WEBVTT\n\n" + _subtitles(messages, "."), plain),
        ("to_text", made.to_text, lambda: _text(messages), plain),
        ("to_markdown", made.to_markdown, lambda: _text(messages), plain),
        ("to_html", made.to_html, lambda: escape(_text(messages)), plain),
        ("to_jsonl", made.to_jsonl, lambda: _jsonl(messages), f"{LEAST}: orjson.dumps of the same dicts"),
        ("to_csv", made.to_csv, lambda: _csv(messages), f"{LEAST}: csv.writer"),
        ("to_arrow", made.to_arrow, lambda: to_arrow(messages), f"{LEAST}: tables.to_arrow of the messages"),
    ]


def _rows(messages: Messages) -> list[dict[str, Any]]:
    return [
        {
            "session_id": one.session_id,
            "message_id": one.id,
            "start": one.timestamp,
            "inferred_end": one.timestamp + SHOWN,
            "kind": one.type,
            "speaker_name": one.sender_name,
            "text": one.content,
        }
        for one in messages
    ]


def _subtitles(messages: Messages, mark: str) -> str:
    origin = messages[0].timestamp
    return "".join(
        f"{number}\n{_time(one.timestamp, origin, mark)} --> {_time(one.timestamp + SHOWN, origin, mark)}\n"
        f"{one.sender_name}: {one.content}\n\n"
        for number, one in enumerate(messages, 1)
    )


def _time(moment: datetime, origin: datetime, mark: str) -> str:
    since = (moment - origin) // timedelta(milliseconds=1)
    return f"{since // 3_600_000:02}:{since // 60_000 % 60:02}:{since // 1000 % 60:02}{mark}{since % 1000:03}"


def _text(messages: Messages) -> str:
    origin = messages[0].timestamp
    return "".join(
        f"[{_time(one.timestamp, origin, '.')}] {one.sender_name}: {one.content}\n" for one in messages
    )


def _jsonl(messages: Messages) -> bytes:
    return b"\n".join(map(orjson.dumps, _rows(messages)))


def _csv(messages: Messages) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows(row.values() for row in _rows(messages))
    return file.getvalue()


MEASURE = Measure("transcripts", "10,000 messages as a transcript, and its formats", take)
