"""Writes llms.txt and llms-full.txt, the site for language models: ``python -m tests.reference.llms build/site``.

The first lists all pages with a sentence each, the second holds them. https://llmstxt.org/
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from tests.docs.pages import ROOT

DOCS = ROOT / "docs"
SUMMARY = (
    "A Python SDK for the ODIN Cortex voice API: sessions with live transcripts, moderation, lobbies and events. Async first, with a "
    "sync version of everything, types for every operation, and a local emulator to test against."
)
_TREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INCLUDED = re.compile(r"^```\{literalinclude\} (\S+)\n:language: python\n```$", re.MULTILINE)
_OPTION = re.compile(r"^:(\w+): *(.*)$")
_FENCED = re.compile(r"^(```+).*?^\1$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@frozen
class Page:
    """A page of the site."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def title(self) -> str:
        found = re.search(r"^# (.+)$", self.text, re.MULTILINE)
        return _plain(found[1]) if found else self.path.stem

    @property
    def first_sentence(self) -> str:
        """What the page is about: its first paragraph, at most one sentence."""
        body = _COMMENT.sub("", _FENCED.sub("", self.text))
        body = re.sub(r"^# .*$", "", body, flags=re.MULTILINE)
        paragraphs = [
            part for part in re.split(r"\n\s*\n", body) if part.strip() and part.strip()[0] not in "|#-<`:"
        ]
        first = _plain(" ".join(paragraphs[0].split())) if paragraphs else ""
        return re.split(r"(?<=[.!?])\s", first)[0]

    @property
    def address(self) -> str:
        """Where the page is on the site."""
        return self.path.relative_to(DOCS).with_suffix(".html").as_posix()


def sections() -> list[tuple[str, list[Page]]]:
    """The pages of the site by the heading under which it lists them."""
    found: list[tuple[str, list[Page]]] = []
    for caption, paths in _trees(DOCS / "index.md"):
        seen = dict.fromkeys(path for start in paths for path in _below(start))
        found.append((caption, [Page(path) for path in seen]))
    return found


def llms() -> str:
    """Return llms.txt."""
    parts = ["# odin-cortex", f"> {SUMMARY}"]
    for caption, pages in sections():
        lines = [f"- [{page.title}]({page.address}){_after(page.first_sentence)}" for page in pages]
        parts.append("\n".join([f"## {caption}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def llms_full() -> str:
    """Return llms-full.txt: all pages, in the order of the site."""
    pages = [page for _, found in sections() for page in found]
    texts = [_COMMENT.sub("", _TREE.sub("", _with_files(page))).strip() for page in pages]
    return "\n\n".join([f"# odin-cortex\n\n> {SUMMARY}", *texts]) + "\n"


def _with_files(page: Page) -> str:
    """Return a page with the files that it includes."""

    def included(found: re.Match[str]) -> str:
        content = (page.path.parent / found[1]).read_text("utf-8")
        return f"```python\n{content}```"

    return _INCLUDED.sub(included, page.text)


def _trees(page: Path) -> Iterator[tuple[str, list[Path]]]:
    """Yield the caption and the pages of each tree of a page."""
    for tree in _TREE.findall(page.read_text("utf-8")):
        lines = [line.strip() for line in tree.splitlines() if line.strip()]
        options = {found[1]: found[2] for line in lines if (found := _OPTION.match(line))}
        entries = [line for line in lines if not _OPTION.match(line)]
        paths = [path for entry in entries for path in sorted(page.parent.glob(f"{entry}.md"))]
        yield options.get("caption", ""), paths


def _below(page: Path) -> Iterator[Path]:
    """Yield a page and those of its trees."""
    yield page
    for _, paths in _trees(page):
        for path in paths:
            yield from _below(path)


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).replace("\\", "")


def _after(sentence: str) -> str:
    return f": {sentence}" if sentence else ""


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "llms.txt").write_text(llms(), "utf-8")
    (folder / "llms-full.txt").write_text(llms_full(), "utf-8")
