"""The pages with examples, and the code blocks of each as Sybil reads them.

README and every Markdown file of docs/ are one set: a block of a page runs in ``tests/docs/stage.py``, is compared with
what the block before it printed, is parsed as data, or has its reason in ``tests/docs/not_run.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

from tests.docs.evaluating import evaluate

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    # Made from the commands' own help, and compared with it by `make check`; made by the generator, and run by tests/reference.
    if path.name != "commands.md" and ROOT / "docs" / "reference" not in path.parents
)
_FENCES = RawFencedCodeBlockLexer(re.compile(r"(?P<info>[^\n]*)\n"))
_LABEL = re.compile(r"^\*\*(Async|Sync)\*\*$|^<!-- /tabs -->$", re.MULTILINE)


def blocks(document: Document) -> Iterable[Region]:
    """Every fenced block: a parser of Sybil."""
    for region in _FENCES(document):
        region.parsed = region.lexemes["source"]
        region.lexemes["tab"] = _tab(document.text[: region.start])
        region.evaluator = evaluate
        yield region


def _tab(before: str) -> str:
    """The label of the tab that a block is in, in lower case; ``""`` outside of tabs."""
    labels = list(_LABEL.finditer(before))
    return (labels[-1][1] or "").lower() if labels else ""


SYBIL = Sybil(parsers=[blocks])


def examples(page: str) -> list[Example]:
    """The blocks of a page, in order."""
    return list(SYBIL.parse(ROOT / page).examples())
