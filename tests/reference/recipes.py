"""The page of the scenarios of the vendor's pages, which includes the scripts that the tests play."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from generator.emit.markdown import Markdown, joined, link, markdown, path, prose, span
from tests.docs.pages import ROOT
from tests.scenarios.catalog import SCENARIOS, Scenario

_HEAD = """\
# Scenarios

What the pages of the vendor's documentation show in TypeScript, as complete Python programs, each async, and sync where blocking code would
want it. They read `CORTEX_API_KEY`, `CORTEX_BASE_URL` and `CORTEX_PROJECT_ID` from the environment; `python -m cortex_async.emulator`
prints `export` lines to try them with. The test suite plays every one of them against the emulator.
"""
_ITEM = """\
**{}**

```{{literalinclude}} {}
:language: python
```
"""
_TABS = """\
<!-- tabs -->
{}<!-- /tabs -->
"""


def recipes_page() -> Markdown:
    """All scenarios, by the vendor's page."""
    parts = [markdown(_HEAD)]
    for page, scenarios in groupby(SCENARIOS, key=lambda one: one.page):
        parts.append(markdown("## {}\n", prose(page.title)))
        parts += [_scenario(one) for one in scenarios]
    return joined("\n", parts)


def _scenario(scenario: Scenario) -> Markdown:
    sources = [script.relative_to(ROOT).as_posix() for script in scenario.scripts]
    named = joined(", ", [link(span(source), f"../../{source}") for source in sources])
    items = [_item(Path(source)) for source in sources]
    title = markdown("### {}\n\nSource: {}.\n", prose(scenario.title), named)
    return joined("\n", [title, markdown(_TABS, joined("\n", items))])


def _item(source: Path) -> Markdown:
    kind = markdown("Sync") if source.stem.endswith("_sync") else markdown("Async")
    return markdown(_ITEM, kind, path(f"../../{source.as_posix()}"))
