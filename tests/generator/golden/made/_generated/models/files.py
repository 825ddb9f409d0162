# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group files."""

from __future__ import annotations

from collections.abc import Sequence

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset


@define(kw_only=True)
class UploadFile:
    """Schema UploadFileRequest of the API.

    Attributes:
        file (bytes)
        note (str, default UNSET)
        pages (Sequence[bytes], default UNSET)
    """

    file: bytes
    note: str | Unset = UNSET
    pages: Sequence[bytes] | Unset = UNSET
