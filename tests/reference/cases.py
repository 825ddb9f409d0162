"""The examples of the reference, read from its pages as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from attrs import frozen

from tests.docs.evaluating import Block, block_of
from tests.docs.pages import ROOT, SYBIL

REFERENCE = ROOT / "docs" / "reference"
_SECTION = re.compile(r"^## (\S+)$", re.MULTILINE)


@frozen
class Case:
    """An example of a method. sync_code: None where both versions are the same. output: None where none is shown."""

    page: str
    method: str
    line: int
    code: str
    sync_code: str | None
    output: str | None

    @property
    def name(self) -> str:
        return f"{self.page}#{self.method}"


def pages(api: str) -> list[Path]:
    """The pages of the resources of an API."""
    return sorted(path for path in (REFERENCE / api).glob("*/*.md") if path.parent.name != "models")


def methods(page: Path, *, removed: bool = False) -> list[str]:
    """The methods that a page describes, with or without those that the API has removed."""
    parts = _SECTION.split(page.read_text("utf-8"))[1:]
    return [
        name
        for name, text in zip(parts[::2], parts[1::2], strict=True)
        if removed or "Removed from the API" not in text
    ]


def cases(page: Path) -> Iterator[Case]:
    """The examples of a page, in its order."""
    text = page.read_text("utf-8")
    heads = [(text[: found.start()].count("\n") + 1, found[1]) for found in _SECTION.finditer(text)]
    found = [block for example in SYBIL.parse(page).examples() if (block := block_of(example)) is not None]

    def method(block: Block) -> str:
        return [name for line, name in heads if line < block.line][-1]

    for name, blocks in groupby(found, key=method):
        shown = list(blocks)
        code = {block.tab: block for block in shown if block.language == "python"}
        if code:
            output = [block.source for block in shown if block.language == "text"]
            first = code.get("async") or code[""]
            sync = code["sync"].source if "sync" in code else None
            place = page.relative_to(REFERENCE).with_suffix("").as_posix()
            yield Case(place, name, first.line, first.source, sync, output[0] if output else None)
