"""The table of docs/observability.md names every method of an observer."""

from __future__ import annotations

import re
from pathlib import Path

from cortex_async import Observer

GUIDE = (Path(__file__).parents[2] / "docs" / "observability.md").read_text("utf-8")


def test_every_method_is_in_the_table() -> None:
    methods = {name for name, value in vars(Observer).items() if callable(value)}
    assert methods == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*", GUIDE, re.MULTILINE)))) - {
        "WebhookRouter"
    }
