"""Escapes strings of a spec for output: one function each for terminals and logs, Markdown, and JSON.

Characters are escaped visibly (``\\x60``), never dropped: two different names stay different.
"""

from __future__ import annotations

import json
import re
from typing import Any

from generator.text import visible

_LONGEST = 400
# GitHub reads commands from logs, ::name:: at the start of a line and ##[name] anywhere:
# https://docs.github.com/en/actions/using-workflows/workflow-commands-for-github-actions
_COMMANDS = re.compile(r"::|##\[")
# Harmless within a code span, but not where somebody pastes the name.
_MARKDOWN = re.compile(r"[`@<>]|!\[|\]\(|://")
_SPAN = re.compile(r"(`[^`]*`)")
_WORDS = re.compile(r"[\\`*\[\]<>#|~@&!$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|://|www\.")
# Names that contain no markup, as nearly all do not: paths, media types, names with dashes.
_HARMLESS = re.compile(r"/?\{?[A-Za-z0-9]+\}?(?:[-_./+]+\{?[A-Za-z0-9]+\}?)*/?", re.ASCII)
_IN_JSON = re.compile(r"[`@<>]|(?<=:):|(?<=##)\[|(?<=\])\(|(?<=!)\[")


def line(text: str) -> str:
    """Return one line for a terminal or log: no control characters, direction marks or commands."""
    return _COMMANDS.sub(_last_escaped, visible(" ".join(text.split())))


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return ``text``, with its middle cut out if it is longer than ``longest`` characters."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}...{text[-half:]}"


def span(text: str) -> str:
    """Return a name of the spec as a Markdown code span, which is readable in logs too."""
    return f"`{_MARKDOWN.sub(_escaped, line(shortened(text))) or ' '}`"


def word(text: str) -> str:
    """Return a name for use in a sentence: unchanged if it contains no markup, otherwise as a code span."""
    if len(text) <= _LONGEST and _HARMLESS.fullmatch(text) and "www." not in text:
        return text
    return span(text)


def markdown(text: str) -> str:
    """Escape all Markdown in a sentence except for its code spans."""
    parts = _SPAN.split(line(text))
    return "".join(part if number % 2 else _WORDS.sub(_escaped, part) for number, part in enumerate(parts))


def cell(text: str) -> str:
    """Escape a sentence for a cell of a Markdown table."""
    return markdown(text).replace("|", "\\|")


def as_json(value: Any) -> str:
    """Return ``value`` as JSON, with escapes for what a log or Markdown would interpret."""
    text = json.dumps(value, indent=2)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    """Escape the first character, which disarms the rest."""
    return f"\\x{ord(found[0][0]):02x}{found[0][1:]}"


def _last_escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"{text[:-1]}\\x{ord(text[-1]):02x}"
