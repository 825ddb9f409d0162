"""WebVTT subtitles: https://www.w3.org/TR/webvtt1/"""

from __future__ import annotations

import re

from cortex_async.transcripts.formats.cleaning import cue_lines
from cortex_async.transcripts.formats.cues import Cue, cues, left_out
from cortex_async.transcripts.formats.shown import ENDS, names, remarks, stamp
from cortex_async.transcripts.values import Content, Speaker

# All that WebVTT escapes, also in annotations of tags: https://www.w3.org/TR/webvtt1/#webvtt-cue-text
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
# No arrow, and no beginning of another kind of block.
_IDENTIFIER = re.compile(r"(?!NOTE|STYLE|REGION|WEBVTT)(?:[\w.:]|-(?!-)){1,200}", re.ASCII)


def render(content: Content) -> str:
    """The whole file, with the message ids as identifiers of the cues."""
    shown = names(content)
    made = list(cues(content))
    notes = [ENDS, *remarks(content, shown), *left_out(content, len(made))]
    # Nothing of a comment is escaped, but its end is an empty line, and it must not contain an arrow.
    comment = "\n".join(note.replace("-->", "\u2192") for note in notes)
    return f"WEBVTT\n\nNOTE\n{comment}\n\n" + "\n".join(_block(cue, shown) for cue in made)


def _block(cue: Cue, shown: dict[Speaker, str]) -> str:
    text = "\n".join(cue_lines(cue.line.text)).translate(_ESCAPES)
    if cue.line.kind == "system":
        said = f"<c.system>{text}</c>"
    else:
        said = f"<v {_annotation(shown[cue.line.speaker])}>{text}</v>"
    first = f"{cue.line.id}\n" if _IDENTIFIER.fullmatch(cue.line.id) else ""
    return f"{first}{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n{said}\n"


def _annotation(name: str) -> str:
    """A name in a tag, which must not end in an arrow; parsers strip white space around it."""
    escaped = name.translate(_ESCAPES)
    return f"{escaped} " if escaped.endswith("--") else escaped
