"""The documentation site: Sphinx with what docs/conf.py adds, compared with MyST and Furo alone."""

from __future__ import annotations

import sys
import tempfile
from functools import partial

from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Settings, picked
from benchmarks.harness.processes import Spent, run
from benchmarks.harness.rounds import interleaved

DOCS = ROOT / "docs"
PAGES = 24
"""Pages that are built, out of all: evenly over the site, so that guides and reference both take part."""

BARE = "MyST and Furo alone"


def take(settings: Settings) -> list[Comparison]:
    every = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if "_site" not in page.parts)
    pages = ["index.md", *every[:: -(-len(every) // settings.amount(PAGES))]]
    contestants = {OURS: (pages,), BARE: (pages, "-D", "extensions=myst_parser")}
    spent = interleaved(
        {who: partial(_build, *arguments) for who, arguments in contestants.items()},
        settings.rounds,
        warm_up=False,
    )
    return [
        Comparison(
            f"{len(pages)} of {len(every)} pages",
            "s of CPU",
            picked(spent, lambda one: one.cpu),
            (Requirement(BARE, at_most=1.3),),
            "one process, from nothing; `make docs` builds all pages. Ours makes tabs, cards and links into the "
            "repository, and adds buttons that copy",
        )
    ]


def _build(pages: list[str], *options: str) -> Spent:
    with tempfile.TemporaryDirectory(prefix="benchmark-docs-") as folder:
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", f"{folder}/doctrees", *options]
        # Links to pages that are left out lead nowhere.
        quiet = ["-D", f"include_patterns={','.join(pages)}", "-D", "suppress_warnings=myst,toc,misc"]
        return run([*command, *quiet, str(DOCS), f"{folder}/site"])


MEASURE = Measure("docs", "building the documentation", take, quick=Settings(rounds=1, scale=0.25))
