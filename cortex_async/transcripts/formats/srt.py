"""SubRip subtitles. There is no specification: what players and libraries make of it is the rule."""

from __future__ import annotations

import re

from cortex_async.transcripts.formats.cleaning import cue_lines
from cortex_async.transcripts.formats.cues import Cue, cues, left_out
from cortex_async.transcripts.formats.shown import ENDS, names, remarks, stamp
from cortex_async.transcripts.values import Content, Speaker

NOTE_SECONDS = 4
"""For how long the last cue is shown, which says how the ends came about."""

_TAG = re.compile(r"<(?=\s*+[/!?]?\s*+[^\W\d_])")
_OVERRIDE = re.compile(r"\{(?=\s*+(?:\\|[^\W\d_]++\s*+:))")
# Two times in a line are taken for those of a cue, by pysubs2 for one, with an arrow between them or not.
_TIME = re.compile(r"(?<=\d):(?=\d{1,2}:\d{1,2}[.,]\d)")


def render(content: Content, *, note: bool = True) -> str:
    """The whole file. ``note``: add a last cue about how ends are inferred."""
    shown = names(content)
    made = list(cues(content))
    parts = [(cue.start, cue.end, _text(cue, shown)) for cue in made]
    if note:
        last = max((cue.end for cue in made), default=0)
        notes = [ENDS, *remarks(content, shown), *left_out(content, len(made))]
        parts.append((last, last + 1000 * NOTE_SECONDS, "\n".join(_plain(f"[{one}]") for one in notes)))
    return "".join(
        f"{number}\n{stamp(start, ',')} --> {stamp(end, ',')}\n{text}\n\n"
        for number, (start, end, text) in enumerate(parts, 1)
    )


def _text(cue: Cue, shown: dict[Speaker, str]) -> str:
    said = "\n".join(cue_lines(cue.line.text))
    return _plain(f"* {said}" if cue.line.kind == "system" else f"{shown[cue.line.speaker]}: {said}")


def _plain(text: str) -> str:
    """A text that no player takes for times, tags or overrides.

    SubRip can escape nothing, so similar characters take the place of those that would be read as markup.
    """
    text = _TIME.sub("\u2236", text.replace("-->", "\u2192"))
    return _OVERRIDE.sub("\uff5b", _TAG.sub("\uff1c", text))
