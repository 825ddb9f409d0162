"""Two versions of an API -> every change, sorted."""

from __future__ import annotations

from generator import ir
from generator.changes.change import Change
from generator.changes.models import enum_changes, event_changes, model_changes
from generator.changes.operations import operation_changes


def compare(old: ir.Api, new: ir.Api) -> list[Change]:
    """What ``new`` changes, the worst first. Empty for the same API, however its document is ordered."""
    return sorted(
        [
            *operation_changes(old, new),
            *model_changes(old, new),
            *enum_changes(old, new),
            *event_changes(old, new),
        ]
    )
