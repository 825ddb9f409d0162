"""Reports of changes: text for terminals, JSON for programs, Markdown for pull requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.changes.change import LEVELS, Change, highest, next_version
from generator.escaping import as_json as spelt
from generator.escaping import line, markdown, span

_HEADINGS = {"breaking": "Breaking", "additive": "Added or changed", "documentation": "Documentation"}

Changes = Mapping[str, Sequence[Change]]
"""The changes of each API."""


def as_text(changes: Changes, version: str) -> str:
    lines: list[str] = []
    for api, found in changes.items():
        lines += [line(f"{api}: {c.level}: {c.effect} [{c.rule}] {c.pointer}") for c in found]
    if not lines:
        return "no change of the Python surface\n"
    return "\n".join([*lines, _suggestion(changes, version)]) + "\n"


def as_json(changes: Changes, version: str) -> str:
    level = highest(c for found in changes.values() for c in found)
    whole = {
        "apis": {
            api: [
                {
                    "effect": c.effect,
                    "level": c.level,
                    "pointer": c.pointer,
                    "rule": c.rule,
                    "subject": c.subject,
                }
                for c in found
            ]
            for api, found in changes.items()
        },
        "level": level,
        "version": {"current": version, "suggested": next_version(version, level)},
    }
    return spelt(whole)


def as_markdown(changes: Changes, version: str) -> str:
    """Return the changes with their effects and pointers, then the entry for CHANGELOG.md."""
    if not any(changes.values()):
        return "No change of the Python surface.\n"
    lines = [_suggestion(changes, version), ""]
    for level in LEVELS:
        rows = [(api, c) for api, found in changes.items() for c in found if c.level == level]
        if rows:
            lines += [f"### {_HEADINGS[level]}", ""]
            lines += [
                f"- {_marked(api, changes)}{markdown(c.effect)} ({c.rule}, {span(c.pointer)})"
                for api, c in rows
            ]
            lines.append("")
    return (
        "\n".join([*lines, "### For CHANGELOG.md", "", "```markdown", fragment(changes, version), "```"])
        + "\n"
    )


def fragment(changes: Changes, version: str) -> str:
    """Return the entry for CHANGELOG.md, without pointers and changed descriptions."""
    level = highest(c for found in changes.values() for c in found)
    lines = [f"## {next_version(version, level)}"]
    for name in ("breaking", "additive"):
        rows = [(api, c) for api, found in changes.items() for c in found if c.level == name]
        if rows:
            lines += ["", f"### {_HEADINGS[name]}", ""]
            lines += [f"- {_marked(api, changes)}{_sentence(c.effect)}" for api, c in rows]
    if len(lines) == 1:
        lines += ["", "- Descriptions of the API are up to date."]
    return "\n".join(lines)


def _marked(api: str, changes: Changes) -> str:
    return f"{api}: " if len([name for name, found in changes.items() if found]) > 1 else ""


def _sentence(effect: str) -> str:
    text = markdown(effect)
    return text[0].upper() + text[1:] + "."


def _suggestion(changes: Changes, version: str) -> str:
    level = highest(c for found in changes.values() for c in found)
    return f"Suggested version: {next_version(version, level)} (last release: {version}; {level})"


FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}
