"""Fields that the vendor has removed: the emulator sends them until somebody deletes them, see docs/regenerate.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cortex_async.telemetry import Deviation

_NAMES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[3] / "spec/cortex/names.toml").read_text("utf-8")
)


def reports(deviations: Iterable[Deviation]) -> list[str]:
    """The different reports, without those of removed fields."""
    return sorted({str(one) for one in deviations if not _is_removed(one)})


def _is_removed(deviation: Deviation) -> bool:
    key = f"{deviation.schema.rpartition('/')[2]}.{deviation.name}"
    return deviation.kind == "undocumented_field" and key in _NAMES.get("removed", {}).get("fields", {})
