"""Blocks and lines that no test runs, each with its reason. ``python -m tests.docs`` shows what this leaves out."""

from __future__ import annotations

import re
from fnmatch import fnmatch

BLOCKS: list[tuple[str, str, str, str]] = [
    # page, language, part of the block, reason
    ("docs/architecture.md", "", "cortex_cli  pytest_plugin", "the order of the rooms, no output")
]
"""Whole blocks."""

LINES: list[tuple[str, str]] = [
    (r"pip install ", "installs packages; `make dist` does it in a clean environment"),
    (r"make [a-z-]+", "runs in CI; the target is looked up in the Makefile"),
]
"""Shell commands that begin like this."""


def reason(page: str, language: str, source: str) -> str | None:
    """Why a block is not run; None if it is."""
    for pattern, wanted, part, why in BLOCKS:
        if fnmatch(page, pattern) and wanted == language and part in source:
            return why
    return None


def reason_of_line(line: str) -> str | None:
    """Why a shell command is not run; None if it is."""
    for pattern, why in LINES:
        if re.match(pattern, line.removeprefix("$ ").strip()):
            return why
    return None
