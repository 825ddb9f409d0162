"""Markdown in which nothing from outside is markup: https://spec.commonmark.org/0.31.2/#backslash-escapes"""

from __future__ import annotations

import re

from cortex_async.transcripts.formats.cleaning import cue_lines
from cortex_async.transcripts.formats.shown import about, heading, names, offset, remarks
from cortex_async.transcripts.values import Content

# What has a meaning within a line, here or in dialects such as GitHub's: tables, struck text, formulas,
# emoji, mentions, links.
_INLINE = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|(?<!\d):(?=[\w+/-])|:(?=[A-Za-z_+/-])")
# And at its beginning: lists, rules, underlined headings.
_FIRST = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")
_HOST = re.compile(r"(?<=www)\.", re.IGNORECASE)


def render(content: Content) -> str:
    """The whole page: a heading, what readers have to know, and a paragraph for each line."""
    shown = names(content)
    parts = [f"# {escaped(heading(content))}"]
    parts += [escaped(fact) for fact in (*about(content), *remarks(content, shown))]
    for line in content.lines:
        said = [escaped(one) for one in cue_lines(line.text)]
        if line.kind == "system":
            said = [f"*{one}*" for one in said]
        else:
            said = [f"**{escaped(shown[line.speaker])}** {''.join(said[:1])}".rstrip(), *said[1:]]
        parts.append(
            "\\\n".join([f"`{offset(content, line)}` {said[0] if said else ''}".rstrip(), *said[1:]])
        )
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A line that is shown as it is."""
    text = _INLINE.sub(r"\\\g<0>", text)
    text = _FIRST.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)
    return _HOST.sub(r"\\.", text)
