"""The page for those who come from the TypeScript SDK: its names, and ours for the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from attrs import frozen

from generator.emit.markdown import Markdown, joined, link, markdown, prose, row, span, table

DATA = Path(__file__).parent / "typescript.toml"
_RESOURCE = re.compile(r"(client|project)\.(\w+)(?:\.(\w+)\(\))?")

_HEAD = """\
# Coming from the TypeScript SDK

Most names are the same in snake_case. What differs:

- **Data and calls are apart.** `create` and `get` return plain objects. Actions are methods of the resource and take the id:
  `project.sessions.start(session.id)`.
- **Keywords instead of bodies.** `create(title="Duel", external_room_id="pit")`.
- **Two packages.** `cortex_async` awaits; `cortex_sync` has the same names without `await`.
- **Errors are classes**, see [Errors](reference/errors.md): `except NotFound`.
- **Lists are walked.** `async for participant in project.participants.list()` fetches page after page.

The [scenarios](recipes/scenarios.md) show the vendor's samples in Python.
"""


@frozen
class Name:
    """A name of the TypeScript SDK, in Markdown, what it is here, and what to know about it."""

    typescript: str
    python: str
    note: str


def parts() -> dict[str, list[Name]]:
    """The names by the title of their table."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return {part["title"]: [Name(*entry) for entry in part["names"]] for part in data["parts"]}


def place(name: str) -> tuple[str, str, str] | None:
    """Scope, resource and method of a name, None if it is no call of a resource. The method of a resource is empty."""
    found = _RESOURCE.fullmatch(name)
    return (
        None
        if found is None
        else ("account" if found[1] == "client" else "project", found[2], found[3] or "")
    )


def typescript_page() -> Markdown:
    """All tables."""
    shown = [markdown(_HEAD)]
    for title, names in parts().items():
        rows = [row(prose(one.typescript), _python(one.python), prose(one.note)) for one in names]
        shown += [markdown("## {}\n", prose(title)), table(("TypeScript", "Python", "note"), rows)]
    return joined("\n", shown)


def _python(name: str) -> Markdown:
    found = place(name)
    if found is None:
        return span(name)
    scope, resource, method = found
    anchor = f"#{method}" if method else ""
    return link(span(name), f"reference/cortex/{scope}/{resource}.md{anchor}")
