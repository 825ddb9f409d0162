"""Download audio from signed URLs into a file.

A signed URL is a credential: everyone who has it can read the recording. It never appears in a log, error or
repr.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from attrs import frozen

from cortex_async._core.call.problems import status_name
from cortex_async._core.call_errors import APIError, ConnectionFailed, DecodeError, ResponseTooLarge, TimedOut
from cortex_async._core.files.part_file import PartFile
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.retry import Retry
from cortex_async._core.strings.media import foreign_content
from cortex_async._core.timeouts import Timeout
from cortex_async.contrib.nimrobo.resuming import Progress
from cortex_async.contrib.nimrobo.storage import Storage

if TYPE_CHECKING:
    from cortex_async._core.response import StreamedResponse
    from cortex_async._core.service_client import ServiceClient

READ = Route("readSignedAudio", "GET", "", accept="*/*")

RECORDING = "audio/*, video/*"
"""The content types accepted for a recording. A response without a content type is accepted too."""

_PAGES = frozenset({"text/html", "text/plain", "application/json", "application/xml", "text/xml"})

MAX_RESUMES = 50
"""How often one download may resume after the connection broke."""

_EXPIRED = frozenset({400, 401, 403})


class DownloadOptions(TypedDict, total=False):
    """Options of one download:

    ``timeout`` and ``retry`` as for operations, applied to each of its requests.
    """

    timeout: Timeout | float | None
    retry: Retry | bool


@frozen
class SavedAudio:
    """A downloaded recording.

    path: the file. content_type: the host's ``Content-Type``, None if it sent none. size: in bytes.
    """

    path: Path
    content_type: str | None
    size: int


class Download:
    """The download of one recording. ``fetch_url`` gets a signed URL from the API."""

    def __init__(
        self,
        storage: Storage,
        fetch_url: Callable[[], Awaitable[str]],
        max_bytes: int,
        options: DownloadOptions,
    ) -> None:
        self._storage = storage
        self._fetch_url = fetch_url
        self._max_bytes = max_bytes
        self._options = cast("Options", options)
        self._resumes = 0 if options.get("retry") is False else MAX_RESUMES
        self._progress = Progress()
        self._responded = False

    async def save(self, path: str | os.PathLike[str]) -> SavedAudio:
        """Download, resuming after broken connections. An expired URL is replaced once."""
        renewed = False
        async with PartFile(path) as file:
            source = self._storage.at(await self._fetch_url())
            while True:
                try:
                    await self._read(source, file)
                    break
                except APIError as error:
                    problem = error
                except (ConnectionFailed, TimedOut):
                    if not self._may_resume():
                        raise
                    continue
                if _is_complete(problem, file.size):
                    break
                # Outside the except block, so that no error is chained to one whose body quotes the URL.
                if renewed or problem.status not in _EXPIRED:
                    raise _scrubbed(problem)
                renewed, source = True, self._storage.at(await self._fetch_url())
            size = file.size
            return SavedAudio(await file.finish(), self._progress.content_type, size)

    def _may_resume(self) -> bool:
        # A request that failed before its response began has already been retried as ``retry`` says.
        self._resumes -= 1
        return self._responded and self._resumes >= 0

    async def _read(self, source: ServiceClient, file: PartFile) -> None:
        progress = self._progress
        request = Request(READ, headers=progress.range_headers(file.size))
        self._responded = False
        async with source.open(request, self._options) as response:
            self._responded = True
            await self._place(response, file)
            async for chunk in response.chunks():
                if file.size + len(chunk) > self._max_bytes:
                    raise ResponseTooLarge(
                        f"recording is longer than {self._max_bytes} bytes (max_bytes)",
                        operation=READ.operation,
                        method=READ.method,
                        status=response.status,
                    )
                await file.write(chunk)
        if progress.total is not None and file.size != progress.total:
            raise _broken(f"recording is incomplete: {file.size} of {progress.total} bytes arrived")

    async def _place(self, response: StreamedResponse, file: PartFile) -> None:
        """Prepare the file for the response: the rest of the recording, or all of it.

        Raises ``DecodeError`` for other content.
        """
        foreign = foreign_content(RECORDING, response.headers)
        if foreign is not None:
            raise DecodeError(
                # No other content type is shown: a header of the host may repeat parts of the signed URL.
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
            raise _broken("host sent another range of the recording than requested")
        self._progress.begin(response.headers)


def _broken(reason: str) -> ConnectionFailed:
    return ConnectionFailed(reason, operation=READ.operation, method=READ.method, attempts=1)


def _is_complete(problem: APIError, size: int) -> bool:
    """Whether the requested range starts at the end, i.e. the connection broke after the last byte."""
    return problem.status == 416 and problem.headers.get("content-range") == f"bytes */{size}"


def _scrubbed(error: APIError) -> APIError:
    """The error without the host's words: hosts quote signed URLs and signatures in error bodies."""
    return type(error)(
        f"host of the recording responded with {status_name(error.status)}",
        status=error.status,
        headers=error.headers,
        retry_after=error.retry_after,
        method=error.method,
        operation=error.operation,
        request_id=error.request_id,
        attempts=error.attempts,
        outcome=error.outcome,
    )
