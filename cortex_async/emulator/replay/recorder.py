"""``Recorder``: a proxy to a real Cortex that writes what passes through it to a file, without secrets."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from yarl import URL

from cortex_async.emulator.lifecycle import AsyncLifecycle
from cortex_async.emulator.replay.forwarding import parse_upstream
from cortex_async.emulator.replay.journal import Journal
from cortex_async.emulator.replay.local_server import LocalServer
from cortex_async.emulator.replay.proxy import CONNECT_TIMEOUT, Proxy
from cortex_async.emulator.replay.scribe import Scribe
from cortex_async.emulator.replay.thread import ThreadedRecorder

MAX_BODY = 4 * 1024 * 1024


class Recorder(AsyncLifecycle):
    """Records the traffic between clients and a real Cortex.

        async with Recorder("https://cortex.example.com", "trouble.ndjson") as recorder:
            client = CortexClient(base_url=recorder.base_url, api_key=api_key)

    Requests and responses, streams included, pass through unchanged and unbuffered. The file has one JSON
    document in each line and is readable by its owner only; its secrets are replaced by placeholders such as
    ``secret-1``.

    upstream: the server's URL, with a path prefix if it has one.
    output: the file to write. It must not exist, unless ``overwrite`` is True.
    port: default 0, which takes a free port. host: default 127.0.0.1.
    pseudonymise: also replace personal names, e-mail addresses and external user ids by invented ones.
        Default False.
    overwrite: replace an existing file. Default False.
    max_body: size in bytes up to which a body, or an event, is recorded; of a longer one the recording holds
        the size only. Default 4 MiB. Bodies pass through whole in any case.

    Raises ``ValueError`` for invalid arguments. Starting raises ``OSError`` if the port is taken, the
    upstream cannot be reached, or the file exists or cannot be written; stopping raises it if the recording
    could not be written to its end.
    """

    def __init__(
        self,
        upstream: str,
        output: str | os.PathLike[str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        pseudonymise: bool = False,
        overwrite: bool = False,
        max_body: int = MAX_BODY,
    ) -> None:
        if max_body <= 0:
            raise ValueError(f"max_body must be greater than 0, got {max_body}")
        self._upstream: URL = parse_upstream(upstream)
        self.path: Path = Path(output)
        self._pseudonymise = pseudonymise
        self._overwrite = overwrite
        self._max_body = max_body
        self._proxy = Proxy(self._upstream)
        self._server = LocalServer("recorder", self._proxy.handle, host, port)
        self._journal: Journal | None = None
        self._scribe: Scribe | None = None

    @classmethod
    def in_thread(
        cls,
        upstream: str,
        output: str | os.PathLike[str],
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        pseudonymise: bool = False,
        overwrite: bool = False,
        max_body: int = MAX_BODY,
    ) -> ThreadedRecorder:
        """Create a recorder for code without an event loop: ``with Recorder.in_thread(...) as recorder:``."""
        return ThreadedRecorder(
            cls(
                upstream,
                output,
                port=port,
                host=host,
                pseudonymise=pseudonymise,
                overwrite=overwrite,
                max_body=max_body,
            )
        )

    @property
    def base_url(self) -> str:
        """The address for clients. Raises ``RuntimeError`` while the recorder is not running."""
        return self._server.base_url

    async def start(self) -> None:
        """Create the file and start listening."""
        await _probe(self._upstream)
        await self._server.start()
        try:
            self._journal = Journal(self.path, overwrite=self._overwrite)
        except BaseException:
            await self._server.stop()
            raise
        self._scribe = Scribe(
            self._journal,
            upstream=str(self._upstream.origin()),
            pseudonymise=self._pseudonymise,
            max_body=self._max_body,
        )
        await self._proxy.open(self._scribe)

    async def stop(self) -> None:
        """Close all connections and finish the file. Does nothing if the recorder is not running."""
        if self._journal is None or self._scribe is None:
            return
        journal, self._journal = self._journal, None
        self._proxy.stopping = True
        try:
            await self._server.stop()
            await self._proxy.close()
            self._scribe.finish()
        finally:
            journal.close()
        if journal.failure is not None:
            raise OSError(
                f"{self.path} is not complete, the recording could not be written to its end: {journal.failure}"
            )


async def _probe(upstream: URL) -> None:
    """Connect once. Raises ``OSError`` if that fails."""
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            _, writer = await asyncio.open_connection(
                upstream.host, upstream.port, ssl=upstream.scheme == "https"
            )
    except (OSError, TimeoutError) as error:
        reason = str(error) or f"no connection within {CONNECT_TIMEOUT:g} s"
        raise ConnectionError(f"upstream {upstream.origin()} cannot be reached: {reason}") from None
    writer.close()
