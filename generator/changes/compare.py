"""Compares two versions of an API."""

from __future__ import annotations

from generator import ir
from generator.changes.change import Change
from generator.changes.models import enum_changes, event_changes, model_changes
from generator.changes.operations import operation_changes


def compare(old: ir.Api, new: ir.Api) -> list[Change]:
    """Return all changes, breaking ones first. Key order of the OpenAPI documents makes no difference."""
    return sorted(
        [
            *operation_changes(old, new),
            *model_changes(old, new),
            *enum_changes(old, new),
            *event_changes(old, new),
        ]
    )
