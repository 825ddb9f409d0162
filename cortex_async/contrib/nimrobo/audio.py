"""Audio from signed addresses, as it arrives, into a file.

The address is the credential here: whoever has it can read the recording. It is in no log, error or repr.
"""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from attrs import define, frozen

from cortex_async._core.call.problems import status_name
from cortex_async._core.call_errors import APIError, ConnectionFailed, DecodeError, ResponseTooLarge, TimedOut
from cortex_async._core.files.part_file import PartFile
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async._core.strings.media import foreign_content
from cortex_async._core.timeouts import Timeout
from cortex_async.contrib.nimrobo.storage import Storage

if TYPE_CHECKING:
    from cortex_async._core.response import StreamedResponse
    from cortex_async._core.service_client import ServiceClient

READ = Route("readSignedAudio", "GET", "", accept="*/*")

RECORDING = "audio/*, video/*"
"""What a host may call a recording, if it calls it anything: a page or an error document is none."""

_PAGES = frozenset({"text/html", "text/plain", "application/json", "application/xml", "text/xml"})

MOST_RESUMES = 50
"""How often one download may go on after it broke off."""

_EXPIRED = frozenset({400, 401, 403})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)", re.ASCII)


class DownloadOptions(TypedDict, total=False):
    """Per call: ``timeout`` and ``retry`` as for operations, of each request that a download is made of."""

    timeout: Timeout | float | None
    retry: Retry | bool


@frozen
class SavedAudio:
    """path: where it is. content_type: what the host calls it, None if it does not. size: bytes."""

    path: Path
    content_type: str | None
    size: int


@define
class _Progress:
    """What is known of the recording, so that its rest can be asked for."""

    total: int | None = None
    validator: str | None = None
    content_type: str | None = None

    def range_headers(self, size: int) -> dict[str, str]:
        if size == 0:
            return {}
        headers = {"Range": f"bytes={size}-"}
        if self.validator is not None:
            headers["If-Range"] = self.validator
        return headers

    def continues(self, headers: Mapping[str, str], size: int) -> bool:
        """Whether a partial answer goes on at ``size``."""
        found = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        if found is None or size == 0:
            return False
        total = None if found[2] == "*" else int(found[2])
        return int(found[1]) == size and (self.total is None or total in (None, self.total))

    def begin(self, headers: Mapping[str, str]) -> None:
        self.content_type = headers.get("content-type")
        self.validator = self.total = None
        if headers.get("content-encoding", "identity") != "identity":
            # What arrives is not what length and tag speak of.
            return
        etag, length = headers.get("etag", ""), headers.get("content-length", "")
        # A weak tag says that two recordings mean the same, not that their bytes are.
        self.validator = etag if etag.startswith('"') else headers.get("last-modified") or None
        self.total = int(length) if length.isdigit() else None


class Download:
    """One recording on its way into a file. ``fresh_address`` asks the API for a signed address."""

    def __init__(
        self,
        storage: Storage,
        fresh_address: Callable[[], Awaitable[str]],
        max_bytes: int,
        options: DownloadOptions,
    ) -> None:
        self._storage = storage
        self._fresh_address = fresh_address
        self._max_bytes = max_bytes
        self._options = cast("Options", options)
        self._resumes = 0 if options.get("retry") is False else MOST_RESUMES
        self._progress = _Progress()
        self._answered = False

    async def save(self, path: str | os.PathLike[str]) -> SavedAudio:
        """Reads it, goes on where it broke off, asks once for another address where one has expired."""
        renewed = False
        async with PartFile(path) as file:
            address = self._storage.at(await self._fresh_address())
            while True:
                try:
                    await self._read(address, file)
                    break
                except APIError as error:
                    problem = error
                except (ConnectionFailed, TimedOut):
                    if not self._may_resume():
                        raise
                    continue
                if _is_complete(problem, file.size):
                    break
                # Outside the handler: nothing may be chained to an error whose body quotes the address.
                if renewed or problem.status not in _EXPIRED:
                    raise _scrubbed(problem)
                renewed, address = True, self._storage.at(await self._fresh_address())
            size = file.size
            return SavedAudio(await file.finish(), self._progress.content_type, size)

    def _may_resume(self) -> bool:
        # What failed before its answer began has been tried again as often as ``retry`` says.
        self._resumes -= 1
        return self._answered and self._resumes >= 0

    async def _read(self, address: ServiceClient, file: PartFile) -> None:
        progress = self._progress
        request = Request(READ, headers=progress.range_headers(file.size))
        self._answered = False
        async with address.open(request, self._options) as response:
            self._answered = True
            await self._place(response, file)
            async for chunk in response.chunks():
                if file.size + len(chunk) > self._max_bytes:
                    raise ResponseTooLarge(
                        f"the recording is longer than {self._max_bytes} bytes (max_bytes)",
                        operation=READ.operation,
                        method=READ.method,
                        status=response.status,
                    )
                await file.write(chunk)
        if progress.total is not None and file.size != progress.total:
            raise _broken(f"{file.size} of {progress.total} bytes came")

    async def _place(self, response: StreamedResponse, file: PartFile) -> None:
        """Makes the file ready for what the response holds: its rest, or the whole. Raises ``DecodeError`` for no recording."""
        foreign = foreign_content(RECORDING, response.headers)
        if foreign is not None:
            raise DecodeError(
                # Nothing else that a host says of itself is shown: it may repeat what was signed.
                f"expected {RECORDING}, got {foreign if foreign in _PAGES else 'another kind of content'}",
                operation=READ.operation,
                method=READ.method,
                status=response.status,
                attempts=response.attempts,
            )
        partial = response.status == 206
        if partial and self._progress.continues(response.headers, file.size):
            return
        await file.restart()
        if partial:
            raise _broken("the host answered with another part of the recording than it was asked for")
        self._progress.begin(response.headers)


def _broken(reason: str) -> ConnectionFailed:
    return ConnectionFailed(reason, operation=READ.operation, method=READ.method, attempts=1)


def _is_complete(problem: APIError, size: int) -> bool:
    """A range past the end: the recording broke off after its last byte."""
    return problem.status == 416 and problem.headers.get("content-range") == f"bytes */{size}"


def _scrubbed(error: APIError) -> APIError:
    """Without what the host says: hosts quote in their errors what was signed, and with what."""
    return type(error)(
        f"the host of the recording answered {status_name(error.status)}",
        status=error.status,
        headers=error.headers,
        retry_after=error.retry_after,
        method=error.method,
        operation=error.operation,
        request_id=error.request_id,
        attempts=error.attempts,
        outcome=error.outcome,
    )
