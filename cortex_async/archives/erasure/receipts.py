"""Receipts as JSON, which carry the SHA-256 of their own content."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
from attrs import Attribute, asdict

from cortex_async._core.strings.surrogates import encodable
from cortex_async._core.strings.wording import printable
from cortex_async.archives.erasure.values import ErasedBundle, ErasedFile, ErasedSession
from cortex_async.archives.errors import ArchiveDamaged

if TYPE_CHECKING:
    from cortex_async.archives.erasure.values import ErasureReceipt

FORMAT: Final = "odin-cortex erasure receipt"
VERSION: Final = 1

_TIMES: Final = ("began_at", "ended_at")
_PARTS: Final = {"sessions": ErasedSession, "files": ErasedFile, "evidence": ErasedBundle}

T = TypeVar("T", bound="ErasureReceipt")


def written(receipt: ErasureReceipt) -> bytes:
    """The bytes of a receipt."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        **asdict(receipt, value_serializer=_serialized),
        "complete": receipt.complete,
    }
    return orjson.dumps({**content, "sha256": _hash(content)}, option=orjson.OPT_INDENT_2) + b"\n"


def parsed(cls: type[T], content: bytes, name: str) -> T:
    """The receipt in these bytes. Raises ``ArchiveDamaged`` for anything else, and if it was changed."""
    try:
        return _parsed(cls, content)
    except (KeyError, TypeError, ValueError):
        raise ArchiveDamaged(
            f"{printable(name)} is not an unchanged receipt of an erasure: restore it from a backup"
        ) from None


def _parsed(cls: type[T], content: bytes) -> T:
    values = orjson.loads(content)
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
    return cls(**values)


def _hash(content: Mapping[str, Any]) -> str:
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _serialized(instance: object, attribute: Attribute[Any] | None, value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return encodable(value) if isinstance(value, str) else value
