"""Audio from signed addresses: read over connections of its own, so that nothing meant for the API can reach another host.

The address is the credential here: whoever has it can read the recording. It is in no log, error or repr.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, cast
from urllib.parse import urlsplit

from attrs import define, frozen

from ...api_client import connect
from ...core.auth import Anonymous
from ...core.codec import Codec
from ...core.errors import APIError, ConnectionFailed, DecodeError, ResponseTooLarge, TimedOut
from ...core.part_file import PartFile
from ...core.problems import status_name
from ...core.request import Options, Request, Route
from ...core.retry import Clock, Retry
from ...core.service import Service
from ...core.timeouts import Timeout

if TYPE_CHECKING:
    import ssl as tls

    from ...core.calls import ServiceClient
    from ...core.response import StreamedResponse
    from ...core.unset import Unset

STORAGE = Service(
    name="odin-cortex", codec=Codec("cortex_async.contrib.nimrobo._generated"), read_problem=lambda body: None
)
READ = Route("readSignedAudio", "GET", "", accept="*/*")

MOST_RESUMES = 50
"""How often one download may go on after it broke off."""

_EXPIRED = frozenset({400, 401, 403})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)", re.ASCII)
_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]|[^\x21-\x7e]")


class StorageSettings(TypedDict, total=False):
    """What of a client's settings holds for another host."""

    timeout: Timeout | float | Unset | None
    retry: Retry | bool
    proxy: str | Literal[False] | None
    ssl: tls.SSLContext | str | Path | None
    pool_size: int


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


class Storage:
    """The hosts that signed addresses lead to, each with connections of its own that carry no credential.

    require_https: whether an address without it is refused.
    """

    def __init__(self, require_https: bool, clock: Clock | None, **settings: Unpack[StorageSettings]) -> None:
        self._require_https = require_https
        self._clock = clock
        self._settings = settings
        self._hosts: dict[str, ServiceClient] = {}

    async def aclose(self) -> None:
        for host in self._hosts.values():
            await host.aclose()

    def at(self, url: str) -> ServiceClient:
        """The way to one signed address, which goes out byte for byte. Raises ``DecodeError`` for what is none."""
        parts = None if _FORBIDDEN.search(url) else urlsplit(url)
        schemes = ("https",) if self._require_https else ("https", "http")
        if parts is None or parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc:
            raise DecodeError(
                f"audioUrl: an address that begins with {schemes[-1]}:// expected", location="audioUrl"
            )
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = connect(
                STORAGE, Anonymous(), self._clock, base_url=origin, **self._settings
            )
        return self._hosts[origin].at(url.partition("#")[0])


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

    async def save(self, path: Path) -> SavedAudio:
        """Reads it, goes on where it broke off, asks once for another address where one has expired."""
        address = self._storage.at(await self._fresh_address())
        renewed = False
        async with PartFile(path) as file:
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
        """Makes the file ready for what the answer holds: its rest, or the whole."""
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
    """Hosts quote in their errors what was signed, and with what."""
    error.body = b""
    error.message = f"the host of the recording answered {status_name(error.status)}"
    error.messages = (error.message,)
    error.args = (error.message,)
    return error
