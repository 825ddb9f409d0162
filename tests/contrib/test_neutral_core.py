"""APIs differ only in the values that clients pass in: neither the core nor the generator names one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"rtc.?stack|\borga\b|orga.?ai|orgaclient|nimrobo|livekit", re.IGNORECASE)

SOURCES = sorted(
    [
        *(ROOT / "cortex_async" / "core").rglob("*.py"),
        *(ROOT / "generator").rglob("*.py"),
        *(ROOT / "generator").rglob("*.j2"),
        ROOT / "cortex_async" / "api_client.py",
        ROOT / "cortex_async" / "config.py",
        ROOT / "cortex_sync" / "api_client.py",
        *(ROOT / "cortex_sync").glob("*.py"),
        *(ROOT / "cortex_sync" / "bridge").glob("*.py"),
    ]
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_contributed_api_is_named(path: Path) -> None:
    assert NAMES.findall(path.read_text("utf-8")) == []


def test_the_check_finds_a_name() -> None:
    assert NAMES.search("if api == 'rtcstack':")
    assert not NAMES.search("organisation")


@pytest.mark.parametrize("api", ["rtcstack", "orga", "nimrobo"])
def test_apis_are_independent(api: str) -> None:
    others = {"rtcstack", "orga", "nimrobo"} - {api}
    for package in ("cortex_async", "cortex_sync"):
        for path in (ROOT / package / "contrib" / api).rglob("*.py"):
            source = path.read_text("utf-8")
            assert not [other for other in others if re.search(rf"contrib\.{other}|\.\.{other}", source)], (
                path
            )
