"""SubRip and WebVTT as other libraries read them: a cue for each line, whatever the line contains."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pysubs2
import pytest
import webvtt
from attrs import evolve
from hypothesis import given

from cortex_async.models import Message, MessageCreatedEventData
from cortex_async.transcripts import Timing, Transcript
from tests.transcripts.made import EVERYTHING, START, conversations, live, person, row, said

NOTE = "End times are inferred from the next line and reading speed: the API does not report them."

_REPLACED = str.maketrans({"\u2192": "-->", "\uff1c": "<", "\uff5b": "{", "\u2236": ":"})


def whole(text: str) -> str:
    """A text without what subtitles cannot hold: white space around and between lines, control characters."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = [re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "\ufffd", line) for line in text.splitlines()]
    return "\n".join(line.strip() for line in lines if line.strip())


def name(text: str) -> str:
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", whole(text)).split()) or "(no name)"


def check_vtt(transcript: Transcript) -> None:
    read = webvtt.from_string(transcript.to_vtt(), strict=True)
    assert [cue.identifier for cue in read.captions] == [line.id for line in transcript.lines]
    comments = read.header_comments or read.footer_comments
    assert [comment.splitlines()[0] for comment in comments] == [NOTE]
    for cue, line in zip(read.captions, transcript.lines, strict=True):
        assert cue.raw_text.count("<") == 2
        assert re.sub(r" \(\d+\)$", "", html.unescape(cue.voice or "").strip()) in (
            name(line.speaker.name),
            cue.voice,
        )
        assert whole(html.unescape(cue.text)) == whole(line.text)
        assert timedelta(seconds=cue.end_in_seconds) >= timedelta(seconds=cue.start_in_seconds)


def check_srt(transcript: Transcript) -> None:
    source = transcript.to_srt()
    *cues, note = pysubs2.SSAFile.from_string(source, format_="srt")
    assert note.text == f"[{NOTE}]"
    for cue, line in zip(cues, transcript.lines, strict=True):
        speaker, text = name(line.speaker.name), whole(line.text)
        shown = cue.text.replace("\\N", "\n")
        written = f"{speaker}: {text}".rstrip()
        if "\\" not in written:
            both = (shown, re.sub(r" \(\d+\):", ":", shown, count=1))
            assert whole(written).translate(_REPLACED) in [whole(one).translate(_REPLACED) for one in both]
        assert timedelta(milliseconds=cue.start) == line.start - transcript.lines[0].start
        assert timedelta(milliseconds=cue.end) == line.end - transcript.lines[0].start
    kept = pysubs2.SSAFile.from_string(source, format_="srt", keep_html_tags=True)
    assert [cue.text for cue in kept] == [cue.text for cue in (*cues, note)], "a player would see markup"
    assert len(webvtt.from_string("WEBVTT\n\n" + source.replace(",", ".")).captions) == len(cues) + 1


@given(conversations)
def test_webvtt_has_a_cue_for_each_line(pairs: list[tuple[str, str]]) -> None:
    check_vtt(said(pairs))


@given(conversations)
def test_subrip_has_a_cue_for_each_line(pairs: list[tuple[str, str]]) -> None:
    check_srt(said(pairs))


def test_nothing_hostile_breaks_out_of_a_cue() -> None:
    check_vtt(EVERYTHING)
    check_srt(EVERYTHING)


def test_webvtt_looks_like_this() -> None:
    made = Transcript.of(
        [
            row(1, "[System]", "Ann & Bob joined", kind="system"),
            row(2, "Ann <3", "one\n\ntwo > one", after=1.5),
            row(3, "B", "done", after=3661),
        ]
    )
    assert made.to_vtt() == (
        f"WEBVTT\n\nNOTE\n{NOTE}\n\n"
        "m1\n00:00:00.000 --> 00:00:01.067\n<c.system>Ann &amp; Bob joined</c>\n\n"
        "m2\n00:00:01.500 --> 00:00:02.500\n<v Ann &lt;3>one\ntwo &gt; one</v>\n\n"
        "m3\n01:01:01.000 --> 01:01:02.000\n<v B>done</v>\n"
    )


def test_subrip_looks_like_this() -> None:
    made = Transcript.of(
        [row(1, "[System]", "Ann joined", kind="system"), row(2, "Ann", "I <3 a-->b", after=1.5)]
    )
    plain = (
        "1\n00:00:00,000 --> 00:00:01,000\n* Ann joined\n\n"
        "2\n00:00:01,500 --> 00:00:02,500\nAnn: I <3 a\u2192b\n\n"
    )  # fmt: skip
    assert made.to_srt(note=False) == plain
    assert made.to_srt() == f"{plain}3\n00:00:02,500 --> 00:00:06,500\n[{NOTE}]\n\n"


@pytest.mark.parametrize(
    "identifier", ["NOTE", "STYLE", "a-->b", "a\n\nb", "", "--", "WEBVTT", "REGION x", "\ud800"]
)
def test_an_id_that_would_change_the_file_is_left_out(identifier: str) -> None:
    made = Transcript.of([evolve(row(1, "Ann", "hi"), id=identifier)])
    (cue,) = webvtt.from_string(made.to_vtt(), strict=True).captions
    assert (cue.identifier, cue.text) == (None, "hi")


def test_times_count_from_the_origin_and_lines_before_it_are_left_out() -> None:
    rows = [row(1, "A", "early"), row(2, "A", "across " * 9, after=4), row(3, "A", "late", after=9)]
    made = Transcript.of(rows, timing=Timing(origin=START + timedelta(seconds=5)))
    vtt, srt = made.to_vtt(), made.to_srt()
    assert [(cue.start, cue.text[:4]) for cue in webvtt.from_string(vtt).captions] == [
        ("00:00:00.000", "acro"),
        ("00:00:04.000", "late"),
    ]
    for source in (vtt, srt):
        assert "Lines from before the origin of times, left out: 1." in source


def test_lines_within_a_millisecond_have_cues() -> None:
    made = Transcript.of([row(1, "A", "a"), row(2, "A", "b", after=0.0001)])
    assert [cue.end for cue in webvtt.from_string(made.to_vtt(), strict=True).captions] == [
        "00:00:00.001",
        "00:00:01.000",
    ]


def test_who_spoke_is_shown_where_names_do_not_tell() -> None:
    rows: list[Message | MessageCreatedEventData] = [
        live(1, "Ann", "one", "p1"),
        live(2, "Ann", "two", "p2", after=1),
        row(3, "Ann", "three", after=2),
        live(4, "Ann (2)", "four", "p3", after=3),
        live(5, "Ann", "five", "p2", after=4),
        live(6, "Ann", "six", "p4", after=5),
    ]
    made = Transcript.of(rows, participants=[person("p9", "Bob")])
    assert [cue.voice for cue in webvtt.from_string(made.to_vtt()).captions] == [
        "Ann",
        "Ann (2)",
        "Ann (?)",
        "Ann (2) (2)",
        "Ann (2)",
        "Ann (3)",
    ]
    for source in (made.to_vtt(), made.to_srt(), made.to_text()):
        assert "Ann (?): 3 participants have this name; which of them spoke is unknown." in source


def test_an_empty_transcript_is_a_file_too() -> None:
    assert webvtt.from_string(Transcript.of([]).to_vtt(), strict=True).captions == []
    assert [cue.text for cue in pysubs2.SSAFile.from_string(Transcript.of([]).to_srt(), format_="srt")] == [
        f"[{NOTE}]"
    ]
