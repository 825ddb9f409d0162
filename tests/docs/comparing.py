"""Output without what differs from run to run."""

from __future__ import annotations

import re
import textwrap

_VARYING = [
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), "<time>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<date>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"127\.0\.0\.1:\d+|localhost:\d+"), "<address>"),
]


def constant(text: str) -> str:
    """``text`` with times, dates, ids and ports replaced, and without trailing spaces."""
    for varying, constant in _VARYING:
        text = varying.sub(constant, text)
    # Sybil takes common indentation from the blocks of a page.
    return textwrap.dedent("\n".join(line.rstrip() for line in text.expandtabs().splitlines())) + "\n"
