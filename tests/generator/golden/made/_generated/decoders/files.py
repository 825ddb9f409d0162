# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import array, new
from cortex_async._core.unset import UNSET

from ..models.files import UploadFile


def decode_upload_file(o: dict[str, Any]) -> UploadFile:
    get = o.get
    m = new(UploadFile)
    m.file = o["file"]
    m.note = get("note", UNSET)
    m.pages = get("pages", UNSET)
    return m


def encode_upload_file(m: UploadFile) -> dict[str, Any]:
    o: dict[str, Any] = {"file": m.file}
    if m.note is not UNSET:
        o["note"] = m.note
    if m.pages is not UNSET:
        o["pages"] = array(m.pages)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {UploadFile: decode_upload_file}
ENCODERS: dict[type, Callable[[Any], Any]] = {UploadFile: encode_upload_file}
