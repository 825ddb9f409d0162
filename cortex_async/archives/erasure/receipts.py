"""Receipts as JSON, which carry the SHA-256 of their own content."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, cast

import orjson

from cortex_async._core.strings.surrogates import encodable
from cortex_async._core.strings.wording import printable
from cortex_async.archives.erasure.values import ErasedBundle, ErasedFile, ErasedSession
from cortex_async.archives.errors import ArchiveDamaged

FORMAT: Final = "odin-cortex erasure receipt"
VERSION: Final = 1

_TIMES: Final = ("began_at", "ended_at")
_PARTS: Final = {"sessions": ErasedSession, "files": ErasedFile, "evidence": ErasedBundle}


def written(values: Mapping[str, Any]) -> bytes:
    """The bytes of a receipt, of the values of its fields."""
    content = _encodable({"format": FORMAT, "version": VERSION, **values})
    return orjson.dumps({**content, "sha256": _hash(content)}, option=orjson.OPT_INDENT_2) + b"\n"


def parsed(content: bytes, name: str) -> dict[str, Any]:
    """The values of the fields. Raises ``ArchiveDamaged`` for anything else, and if it was changed."""
    try:
        return _parsed(content)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ArchiveDamaged(
            f"{printable(name)} is not an unchanged receipt of an erasure: restore it from a backup"
        ) from None


def _parsed(content: bytes) -> dict[str, Any]:
    values: dict[str, Any] = orjson.loads(content)
    found = values.pop("sha256")
    if not hmac.compare_digest(str(found), _hash(values)):
        raise ValueError("changed")
    if values.pop("format") != FORMAT or values.pop("version") != VERSION:
        raise ValueError("of another format")
    values.pop("complete")
    for part, kind in _PARTS.items():
        values[part] = tuple(kind(**one) for one in values[part])
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name])
    values["not_covered"] = tuple(values["not_covered"])
    return values


def _hash(content: Mapping[str, Any]) -> str:
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _encodable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _encodable(one) for name, one in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(one) for one in cast("Iterable[Any]", value)]
    return encodable(value) if isinstance(value, str) else value
