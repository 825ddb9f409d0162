# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_sync.bridge.operations import Operations
from tests.generator.golden.made._generated.operations.account import files as inner

if TYPE_CHECKING:
    from cortex_async._core.codec.bodies import File


class FilesOperations(Operations[inner.FilesOperations]):
    """Operations of the resource files in the scope account."""

    __slots__ = ()

    def download(self, **options: Unpack[Options]) -> bytes:
        """downloadFile

        Operation downloadFile: GET /files
        """
        return self._wait(self._inner.download, **options)

    def replace(self, *, body: bytes, **options: Unpack[Options]) -> JSON:
        """replaceFile

        Operation replaceFile: PUT /files
        """
        return self._wait(self._inner.replace, body=body, **options)

    def upload(
        self,
        *,
        file: bytes | File,
        note: str | Unset = UNSET,
        pages: Sequence[bytes | File] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> str:
        """uploadFile

        Operation uploadFile: POST /files
        """
        return self._wait(self._inner.upload, file=file, note=note, pages=pages, **options)
