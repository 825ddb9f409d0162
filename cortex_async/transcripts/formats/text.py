"""Plain text, for reading and for logs."""

from __future__ import annotations

from cortex_async.transcripts.formats.cleaning import readable
from cortex_async.transcripts.formats.shown import about, heading, names, offset, remarks
from cortex_async.transcripts.values import Content

_INDENT = "    "


def render(content: Content) -> str:
    """The whole file. Lines of a text after its first are indented, so that none looks like another line."""
    shown = names(content)
    parts = [heading(content), *about(content), *remarks(content, shown), ""]
    for line in content.lines:
        said = readable(line.text).replace("\n", f"\n{_INDENT}")
        who = "*" if line.kind == "system" else f"{shown[line.speaker]}:"
        parts.append(f"[{offset(content, line)}] {who} {said}".rstrip())
    return "\n".join(parts) + "\n"
