"""Writes tests/scenarios/README.md, the list of all scenarios: ``python -m tests.scenarios.index``."""

from __future__ import annotations

from itertools import groupby

from tests.scenarios.catalog import HERE, SCENARIOS, Page, Scenario

README = HERE / "README.md"

HEAD = """\
# Scenarios

What the pages of the vendor's documentation show in TypeScript, as complete Python programs: {count} scenarios, each async, and
sync where blocking code would want it. They read `CORTEX_API_KEY`, `CORTEX_BASE_URL`, `CORTEX_PROJECT_ID` and what else they need
from the environment, so the `export` lines that `python -m cortex_async.emulator` prints are enough to try them. The test suite
plays every one of them against the emulator, which needs no account.

The last two columns are lines of code: of the longer Python version, and of the TypeScript original with the client and the project
around it. [lines.py](lines.py) has the rule, [scenarios.toml](scenarios.toml) the numbers; `~` is an estimate where the original
could not be read. This page is generated: `python -m tests.scenarios.index`.
"""


def readme() -> str:
    parts = [HEAD.format(count=len(SCENARIOS))]
    for page, scenarios in groupby(SCENARIOS, key=lambda one: one.page):
        parts.append(_section(page, list(scenarios)))
    return "\n".join(parts)


def _section(page: Page, scenarios: list[Scenario]) -> str:
    head = [f"## [{page.title}]({page.url})", "", "| scenario | Python | TypeScript |", "|---|---|---|"]
    return "\n".join([*head, *(_row(scenario) for scenario in scenarios), ""])


def _row(scenario: Scenario) -> str:
    first, *rest = [path.relative_to(HERE).as_posix() for path in scenario.scripts]
    sync = "".join(f" ([sync]({path}))" for path in rest)
    original = f"{'~' if scenario.basis else ''}{scenario.original}"
    return f"| [{scenario.title}]({first}){sync} | {scenario.length} | {original} |"


if __name__ == "__main__":
    README.write_text(readme(), "utf-8")
