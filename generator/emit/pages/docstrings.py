"""Docstrings of the hand-written layer as Markdown."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from generator.emit.markdown import Markdown, address, fenced, joined, markdown, prose, span

_LITERAL = re.compile(r"``([^`]+)``")
_SECTION = re.compile(r"^(Args|Returns|Attributes|Yields):\s*$")
_ENTRY = re.compile(r"^([*\w., ]+?):\s+(.*)$", re.DOTALL)
_FIELD = re.compile(r"^[a-z_*][\w*, ]*: ")
_URL = re.compile(r"(https?://[^\s)<>]*[^\s)<>.,;:])")
_SOURCE = re.compile(r"^(?:Operation|Source)[: ]")


def rendered(doc: str, *, with_code: bool = True) -> Markdown:
    """Return a docstring without its line about the source, which pages show in another place.

    with_code: False leaves out its code, for methods that have an example of their own.
    """
    return joined("\n\n", _blocks(_LITERAL.sub(r"`\1`", doc), with_code))


def first_line(doc: str) -> str:
    """Return the first sentence of a docstring, as one line."""
    paragraph = " ".join(_LITERAL.sub(r"`\1`", doc).split("\n\n")[0].split())
    return paragraph.removesuffix("::").removesuffix(".")


def _blocks(doc: str, with_code: bool) -> Iterator[Markdown]:
    lines = doc.split("\n")
    position = 0
    while position < len(lines):
        block, position = _block(lines, position)
        text = "\n".join(block)
        if not text.strip() or _SOURCE.match(text):
            continue
        if block[0].startswith("    "):
            if with_code:
                yield _shown(textwrap.dedent(text))
        elif _SECTION.match(block[0]):
            yield from _section(block)
        elif all(_FIELD.match(line) or line.startswith("    ") for line in block):
            yield _entries(block)
        else:
            yield _linked(re.sub(r"::$", ":" if with_code else ".", text))


def _block(lines: list[str], start: int) -> tuple[list[str], int]:
    """Return the lines of one block, and where the next one starts."""
    if not lines[start].strip():
        return [""], start + 1
    indented = lines[start].startswith("    ")
    is_section = _SECTION.match(lines[start]) is not None
    end = start + 1
    while end < len(lines):
        line = lines[end]
        if not line.strip():
            following = next((one for one in lines[end:] if one.strip()), "")
            if not ((indented or is_section) and following.startswith("    ")):
                break
        elif not is_section and line.startswith("    ") != indented and (indented or end == start + 1):
            if indented or not re.match(r"^[\w*, ]+: ", lines[start]):
                break
        elif is_section and not line.startswith("    "):
            break
        end += 1
    return lines[start:end], end


def _shown(source: str) -> Markdown:
    try:
        ast.parse(source)
    except SyntaxError:
        return fenced("text", source)
    return fenced("py", source)


def _section(block: list[str]) -> Iterator[Markdown]:
    title = block[0].strip().rstrip(":")
    yield markdown("**{}**", prose("Arguments" if title == "Args" else title))
    yield _entries(textwrap.dedent("\n".join(block[1:])).split("\n"))


def _entries(lines: list[str]) -> Markdown:
    """Return a list of names with what they mean. An entry goes on in the indented lines below it."""
    entries: list[str] = []
    for line in lines:
        if line.startswith(" ") and entries:
            entries[-1] += " " + line.strip()
        elif line.strip():
            entries.append(line.strip())
    return joined("\n", [_entry(entry) for entry in entries])


def _entry(entry: str) -> Markdown:
    found = _ENTRY.match(entry)
    if found is None:
        return markdown("- {}", _linked(entry))
    names = joined(", ", [span(name.strip()) for name in found[1].split(",")])
    return markdown("- {}: {}", names, _linked(found[2]))


def _linked(text: str) -> Markdown:
    """Return a sentence of ours, whose addresses become links. Those in a string of a spec do not."""
    parts = _URL.split(text)
    return joined(
        "",
        [
            address(part) if number % 2 else prose(part, at_start=not number)
            for number, part in enumerate(parts)
        ],
    )
