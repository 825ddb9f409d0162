"""``python -m tests.docs.links``: every link within the repository leads to a file and a heading that exist.

Sphinx checks the links of the site; this checks what GitHub shows, README and CONTRIBUTING included.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("benchmarks/README.md", "spec/README.md", "tests/scenarios/README.md")),
]
_PARSER = MarkdownIt("commonmark").enable("table")


def wrong(file: Path) -> Iterator[str]:
    """The links of a Markdown file that lead nowhere."""
    for token in _PARSER.parse(file.read_text("utf-8")):
        for child in token.children or ():
            target = child.attrGet("href") or child.attrGet("src")
            if isinstance(target, str) and not re.match(r"[a-z]+:", target):
                path, _, anchor = unquote(target).partition("#")
                place = (file.parent / path).resolve() if path else file
                line = token.map[0] + 1 if token.map else 0
                if not place.exists():
                    yield f"{file.relative_to(ROOT)}:{line}: {target}: no such file"
                elif anchor and place.suffix == ".md" and anchor not in anchors(place):
                    yield f"{file.relative_to(ROOT)}:{line}: {target}: no such heading"


@cache
def anchors(file: Path) -> frozenset[str]:
    """The anchors that GitHub makes of the headings of a file."""
    tokens = _PARSER.parse(file.read_text("utf-8"))
    made: list[str] = []
    for heading, inline in itertools.pairwise(tokens):
        if heading.type == "heading_open":
            shown = "".join(child.content for child in inline.children or ())
            slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
            made.append(f"{slug}-{made.count(slug)}" if slug in made else slug)
    return frozenset(made)


def main() -> int:
    found = [problem for file in FILES for problem in wrong(file)]
    print("\n".join(found) or f"links of {len(FILES)} files lead somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
