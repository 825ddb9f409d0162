"""Takes over a new OpenAPI document: checks it, compares it, and writes it together with its lock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from generator.network.download import Download
from generator.refusal import Refusal
from generator.source import overlay
from generator.source.lock import lock_text
from generator.source.parsing import parse, read_yaml
from generator.source.published import read as read_published
from generator.source.specification import DOCUMENT_NAMES, validate
from generator.write import replace_all

SOURCES = {"cortex": "https://ots.odin.4players.io/api/docs-json"}
"""The URL of each OpenAPI document that a vendor serves."""


@frozen
class Taken:
    """The outcome of ``take``."""

    path: Path
    changed: bool
    note: str


def take(directory: Path, download: Download) -> Taken:
    """Write the document and its lock in one step if its content is new.

    Raises ``Refusal`` and changes nothing if it is invalid.
    """
    suffix = _suffix(download)
    target = _target(directory, suffix, download.source)
    new = _checked(directory, download, suffix)
    if target.is_file():
        old = target.read_bytes()
        if old == download.raw:
            return Taken(target, False, "unchanged")
        if _canonical(parse(old, str(target))) == _canonical(new):
            # Keep the file: the generated package contains its exact bytes.
            return Taken(target, False, "unchanged except for key order and layout")
    replace_all({target: download.raw, directory / "lock.json": _lock(directory, target, download.raw)})
    return Taken(target, True, f"new document, {len(download.raw)} bytes, from {download.source}")


def _suffix(download: Download) -> str:
    """Return ``.json`` or ``.yaml``, by content type or name, otherwise by the first character."""
    if "yaml" in download.content_type or download.source.endswith((".yaml", ".yml")):
        return ".yaml"
    if "json" in download.content_type or download.source.endswith(".json"):
        return ".json"
    return ".json" if download.raw.lstrip()[:1] in (b"{", b"[", b"<", b"") else ".yaml"


def _target(directory: Path, suffix: str, source: str) -> Path:
    present = [directory / name for name in DOCUMENT_NAMES if (directory / name).is_file()]
    if not present:
        return directory / f"openapi{suffix}"
    if present[0].suffix != suffix:
        raise Refusal(source, f"is {suffix[1:].upper()}, and {present[0]} is not", "remove that file first")
    return present[0]


def _checked(directory: Path, download: Download, suffix: str) -> dict[str, Any]:
    """Parse the document and validate it with today's overlay applied."""
    if download.raw.lstrip()[:1] == b"<":
        raise Refusal(download.source, "is a web page", "give the URL of the OpenAPI document")
    document = parse(download.raw, download.source, suffix)
    path = directory / "overlay.yaml"
    repaired = document
    if path.is_file():
        # `build` reports actions that no longer match; it needs the new document on disk for that.
        repaired = overlay.apply(
            document, read_yaml(path.read_bytes(), str(path)), str(path), skip_unmatched=True
        )
    try:
        validate(repaired)
    except Refusal as refusal:
        raise Refusal(f"{download.source}{refusal.place}", refusal.problem, refusal.advice) from None
    return document


def _canonical(document: Mapping[str, Any]) -> str:
    return json.dumps(document, sort_keys=True)


def _lock(directory: Path, target: Path, raw: bytes) -> bytes:
    read = {target.name: raw}
    for name in ("names.toml", "overlay.yaml"):
        if (directory / name).is_file():
            read[name] = (directory / name).read_bytes()
    return lock_text(read, read_published(directory / "lock.json")).encode()
