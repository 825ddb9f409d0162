"""Text of the document inside Python and Markdown: safe whatever it holds."""

from __future__ import annotations

import textwrap

WIDTH = 110


def docstring(text: str, indent: int = 0) -> str:
    """A docstring with ``text``: wrapped, closed on the last line if it is one line, never broken by quotes or backslashes."""
    clean = _clean(text)
    paragraphs = clean.split("\n") if clean else [""]
    width = WIDTH - indent - 6
    lines: list[str] = []
    for paragraph in paragraphs:
        deeper = paragraph[: len(paragraph) - len(paragraph.lstrip())]
        hanging = deeper + "    " if deeper else ""
        lines += textwrap.wrap(
            paragraph, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
        ) or [""]
    if len(lines) == 1:
        return f'"""{_ending(lines[0])}"""'
    pad = " " * indent
    body = "\n".join((pad + line).rstrip() for line in lines[1:])
    return f'"""{lines[0]}\n{body}\n{pad}"""'


def _clean(text: str) -> str:
    # Typographic punctuation of the document reads the same in ASCII and keeps linters of ambiguous characters quiet.
    for foreign, plain in (
        ("\u2014", "-"),
        ("\u2013", "-"),
        ("\u2019", "'"),
        ("\u201c", '"'),
        ("\u201d", '"'),
        ("\u2026", "..."),
    ):
        text = text.replace(foreign, plain)
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    return "\n".join(line.rstrip() for line in text.replace("\t", "    ").splitlines()).strip("\n")


def _ending(line: str) -> str:
    return line + " " if line.endswith('"') else line


def cell(text: str) -> str:
    """One line of a Markdown table cell."""
    return " ".join(text.split()).replace("|", "\\|")
