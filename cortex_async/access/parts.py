"""The parts of a report as JSON values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from attrs import asdict, fields

from cortex_async._core.strings.surrogates import encodable
from cortex_async.dicts import to_dict
from cortex_async.transcripts.formats.records import record
from cortex_async.transcripts.formats.shown import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cortex_async.access.values import Content, Said


def to_json(report: Content) -> str:
    """The report as JSON."""
    made = {
        "format": "odin-cortex access report",
        "version": 1,
        **{one.name: _value(one.name, getattr(report, one.name)) for one in fields(type(report))},
        "complete": report.complete,
    }
    return encodable(json.dumps(made, ensure_ascii=False, indent=1)) + "\n"


def models(found: Iterable[object]) -> list[dict[str, Any]]:
    """Models in the API's JSON form, without members that are null."""
    return [_without_null(to_dict(one, names="api")) for one in found]


def values(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Values of a report, without members that are None."""
    return [_without_null(cast("dict[str, Any]", _plain(asdict(one, recurse=False)))) for one in found]


def _value(name: str, value: Any) -> object:
    if name in ("participants", "sanctions"):
        return models(value)
    if name in ("said", "archived"):
        return [_said(one) for one in value]
    if name in ("memberships", "invitations", "files", "bundles", "unread"):
        return values(value)
    if name == "hold":
        return None if value is None else values([value])[0]
    return _plain(value)


def _said(one: Said) -> dict[str, object]:
    return {
        "session_id": one.session_id,
        "title": one.title,
        "created_at": _plain(one.created_at),
        "lines": [_plain(record(line, annotations=line.annotations is not None)) for line in one.lines],
        "undecided": one.undecided,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in cast("Iterable[Any]", value)]
    return value


def _without_null(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(one) for name, one in value.items() if one is not None}
