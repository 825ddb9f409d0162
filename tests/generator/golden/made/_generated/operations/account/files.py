# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.codec.bodies import Content, Multipart
from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.codec.bodies import File


API_KEY_BEARER = frozenset({"api-key", "bearer"})

DOWNLOAD = Route("downloadFile", "GET", "/files", API_KEY_BEARER, accept="audio/wav")
REPLACE = Route("replaceFile", "PUT", "/files", API_KEY_BEARER, keywords="body")
UPLOAD = Route(
    "uploadFile",
    "POST",
    "/files",
    API_KEY_BEARER,
    form_parameters={
        "file": Parameter("file"),
        "note": Parameter("note", "str"),
        "pages": Parameter("pages", many="repeated"),
    },
    keywords="file note pages",
)


class FilesOperations(Operations):
    """Operations of the resource files in the scope account."""

    __slots__ = ()

    async def download(self, **options: Unpack[Options]) -> bytes:
        """downloadFile

        Operation downloadFile: GET /files
        """
        return await self._call_bytes(Request(DOWNLOAD), options)

    async def replace(self, *, body: bytes, **options: Unpack[Options]) -> JSON:
        """replaceFile

        Operation replaceFile: PUT /files
        """
        return await self._call_json(Request(REPLACE, body=Content(body, "audio/wav")), options)

    async def upload(
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
        return await self._call(
            Request(UPLOAD, body=Multipart({"file": file, "note": note, "pages": pages})), str, options
        )
