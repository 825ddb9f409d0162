"""What the site makes of the Markdown files: tabs, and links to files outside of ``docs/``.

The files stay plain Markdown that GitHub shows well:

- ``<!-- tabs -->`` and ``<!-- /tabs -->`` are comments there. On the site, what is between them becomes tabs; a line
  with nothing but a bold label begins each. Tabs with the same labels change together, and the choice is remembered.
- ``<!-- include ../CHANGELOG.md -->`` puts that file in the place of the page that holds the comment.
- A link to a file outside of ``docs/`` leads to the site's page for it if there is one, to the repository if its address
  is known, and otherwise to a copy of the file.
- A block with ``title="name"`` shows the file name above it.
- Other comments, which may hold the preparation of examples, are left out.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "README.md": "index.md"}
"""File outside of ``docs/`` -> the page of the site that shows it."""

_FENCED = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^<!--.*?-->\n?", re.MULTILINE | re.DOTALL)
_INCLUDE = re.compile(r"^<!-- include (\S+) -->$", re.MULTILINE)
_TABS = re.compile(r"^<!-- tabs -->\n(.*?)^<!-- /tabs -->$", re.MULTILINE | re.DOTALL)
_TITLED = re.compile(r"^( *```)(\w+) title=\"([^\"]+)\"$", re.MULTILINE)
_LABEL = re.compile(r"^\*\*([^*\n]+)\*\*$", re.MULTILINE)
_GLOB = re.compile(r"^[\w/-]+\*$\n", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\((?![a-z]+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def site_markdown(source: str, page: Path, repository: str | None = None) -> str:
    """The Markdown that the site is built from, for ``source`` of the file ``page``."""
    included = _INCLUDE.search(source)
    if included:
        origin = (page.parent / included[1]).resolve()
        source = _relinked(origin.read_text("utf-8"), origin.parent, page.parent)
    if page == DOCS / "index.md":  # Sphinx warns of a glob that waits for its first page
        source = _GLOB.sub(lambda found: found[0] if any(DOCS.glob(f"{found[0].strip()}.md")) else "", source)
    source = _TABS.sub(lambda found: _tab_set(found[1]), source)
    source = _TITLED.sub(r"\1{code-block} \2\n:caption: \3\n", source)
    source = _outside_fences(source, lambda text: _COMMENT.sub("", text))
    return _outside_fences(source, lambda text: _LINK.sub(lambda link: _linked(link, page, repository), text))


def _outside_fences(source: str, change: Callable[[str], str]) -> str:
    return "".join(part if "```" in part else change(part) for part in _FENCED.split(source))


def _tab_set(inside: str) -> str:
    """A tab set of sphinx-design with one tab for each bold label."""
    _, *parts = _LABEL.split(inside)
    tabs = [
        f":::{{tab-item}} {label}\n:sync: {label.lower()}\n\n{body.strip()}\n:::\n"
        for label, body in zip(parts[::2], parts[1::2], strict=True)
    ]
    group = "-".join(label.lower() for label in parts[::2])
    return f"::::{{tab-set}}\n:sync-group: {group}\n\n" + "\n".join(tabs) + "::::"


def _relinked(source: str, old: Path, new: Path) -> str:
    """``source`` with its relative links seen from the folder ``new`` instead of ``old``."""

    def moved(link: re.Match[str]) -> str:
        return f"[{link[1]}]({os.path.relpath(old / link[2], new)}{link[3] or ''})"

    return _outside_fences(source, lambda text: _LINK.sub(moved, text))


def _linked(link: re.Match[str], page: Path, repository: str | None) -> str:
    target = (page.parent / link[2]).resolve()
    text, anchor = link[1], link[3] or ""
    if target.is_relative_to(DOCS) and target.is_file():
        return link[0]
    name = target.relative_to(ROOT).as_posix()
    if name in PAGES:
        return f"[{text}]({os.path.relpath(DOCS / PAGES[name], page.parent)}{anchor})"
    if repository is not None:
        kind = "tree" if target.is_dir() else "blob"
        return f"[{text}]({repository.rstrip('/')}/{kind}/main/{name}{anchor})"
    return f"[{text}](path:{link[2]})" if target.is_file() else text  # a folder cannot be copied


def _repository() -> str | None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    address = project["urls"].get("Repository")
    return None if address is None else str(address)


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx."""
    repository = _repository()

    def read(app: Any, docname: str, source: list[str]) -> None:
        source[0] = site_markdown(source[0], Path(app.env.doc2path(docname)), repository)

    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
