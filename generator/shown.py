"""What a spec says, where people read it: one function for each kind of output, so that nothing there is taken for more.

Escapes are visible (``\\x60``) rather than dropped: two names never look alike.
"""

from __future__ import annotations

import json
import re
from typing import Any

from generator.text import visible

_LONGEST = 400
# GitHub reads commands out of logs: ::name:: at the start of a line, ##[name] anywhere.
_COMMANDS = re.compile(r"::|##\[")
# Within a code span none of these means anything; outside of one, e.g. where somebody pastes the name, they do.
_MARKDOWN = re.compile(r"[`@<>]|!\[|\]\(|://")
_SPAN = re.compile(r"(`[^`]*`)")
_WORDS = re.compile(r"[\\`*\[\]<>#|~@&!$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|://|www\.")
# A name that is no markup on its own, as nearly all are: paths, media types, names with dashes.
_HARMLESS = re.compile(r"/?\{?[A-Za-z0-9]+\}?(?:[-_./+]+\{?[A-Za-z0-9]+\}?)*/?", re.ASCII)
_IN_JSON = re.compile(r"[`@<>]|(?<=:):|(?<=##)\[|(?<=\])\(|(?<=!)\[")


def line(text: str) -> str:
    """One line of a terminal or a log: no control characters, no change of direction, no command of a workflow."""
    return _COMMANDS.sub(_last_escaped, visible(" ".join(text.split())))


def shortened(text: str, longest: int = _LONGEST) -> str:
    """``text``, without its middle where it is longer."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}...{text[-half:]}"


def span(text: str) -> str:
    """A name of the spec as a code span of Markdown, which reads well in a log too."""
    return f"`{_MARKDOWN.sub(_escaped, line(shortened(text))) or ' '}`"


def word(text: str) -> str:
    """A name within a sentence: as it is where nothing can be made of it, else as a code span."""
    if len(text) <= _LONGEST and _HARMLESS.fullmatch(text) and "www." not in text:
        return text
    return span(text)


def markdown(text: str) -> str:
    """A sentence with code spans: they stay, and nothing else in it is markup."""
    parts = _SPAN.split(line(text))
    return "".join(part if number % 2 else _WORDS.sub(_escaped, part) for number, part in enumerate(parts))


def cell(text: str) -> str:
    """``markdown`` within a table."""
    return markdown(text).replace("|", "\\|")


def as_json(value: Any) -> str:
    """The same data, in a spelling that neither a log nor Markdown reads anything into."""
    text = json.dumps(value, indent=2)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    """The first character, spelt out: enough to keep the rest from meaning anything."""
    return f"\\x{ord(found[0][0]):02x}{found[0][1:]}"


def _last_escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"{text[:-1]}\\x{ord(text[-1]):02x}"
