# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import array, new
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.files import UploadFile

_FILE = parsed_name("file")
_NOTE = parsed_name("note")
_PAGES = parsed_name("pages")


def decode_upload_file(o: dict[str, Any]) -> UploadFile:
    m = new(UploadFile)
    m.file = o[_FILE]
    m.note = o[_NOTE] if _NOTE in o else UNSET
    m.pages = o[_PAGES] if _PAGES in o else UNSET
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
