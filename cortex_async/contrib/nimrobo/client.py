"""The Nimrobo client: operations by session reference, waiting, and downloading audio."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self, Unpack, cast

from cortex_async._core.auth.credentials import Credential, HeaderAuthenticator, Source
from cortex_async._core.call_errors import NotFound
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.nimrobo._generated.scopes import AccountScope
from cortex_async.contrib.nimrobo.audio import Download, DownloadOptions, SavedAudio
from cortex_async.contrib.nimrobo.reference import SessionRef
from cortex_async.contrib.nimrobo.service import NIMROBO
from cortex_async.contrib.nimrobo.storage import Storage
from cortex_async.contrib.nimrobo.waiting import is_generating, is_over, wait_summary
from cortex_async.contrib.polling import Patience, poll

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo._generated.models import (
        SessionStatus,
        SessionSummary,
        SessionTranscript,
        SummaryGenerating,
        SummaryRegenerating,
    )

MAX_AUDIO_BYTES = 4 * 1024**3


class NimroboClient(APIClient, AccountScope):
    """Async client for Nimrobo.

    api_key: ``api_...``, or a function that returns it. It needs the scope ``sessions:read``, and
        ``sessions:write`` to regenerate.
    clock: a clock for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``,
        ``pool_size``, ``max_response_bytes`` and ``observers`` as for ``CortexClient``. Audio is on other
        hosts and is read over separate connections, without the key, headers and session.

    Raises ``ConfigError`` for invalid settings.
    """

    def __init__(
        self, *, api_key: Source, clock: Clock | None = None, **settings: Unpack[ConnectionSettings]
    ) -> None:
        hide_settings(settings)
        api_key = hidden(api_key)
        key = HeaderAuthenticator(Credential(api_key, "api_key"), "Authorization", "Bearer ", "bearer", {})
        self._adopt(connect(NIMROBO, key, clock, **settings), owner=True)
        https = self.base_url.startswith("https:")
        self._storage = Storage(https, clock, **settings)

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service_client)
        super()._adopt(service_client, owner=owner)

    def _variant(self, service: ServiceClient) -> Self:
        client = super()._variant(service)
        client._storage = self._storage
        return client

    async def close(self) -> None:
        if self._owner:
            await self._storage.aclose()
        await super().close()

    async def get_status(self, session: SessionRef, **options: Unpack[Options]) -> SessionStatus:
        """The status of a session."""
        return await self.sessions.get_status(**session.status_parameters(), **options)

    async def get_transcript(self, session: SessionRef, **options: Unpack[Options]) -> SessionTranscript:
        """The transcript of a session."""
        return await self.sessions.get_transcript(**session.status_parameters(), **options)

    async def get_audio_url(self, session: SessionRef, **options: Unpack[Options]) -> str:
        """A signed URL of the recording, valid for about an hour. It is a secret."""
        return (await self.sessions.get_audio(**session.status_parameters(), **options)).audio_url

    async def get_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SessionSummary | SummaryGenerating:
        """The summary, or ``SummaryGenerating`` if it is not ready.

        This call starts generating it if necessary.
        """
        return await self.sessions.get_summary(**session.summary_parameters(), **options)

    async def regenerate_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SummaryRegenerating:
        """Start generating the summary again."""
        return await self.sessions.regenerate_summary(**session.regenerate_parameters(), **options)

    async def wait_session(
        self,
        session: SessionRef,
        *,
        not_found_is_pending: bool = False,
        patience: Patience | None = None,
        **options: Unpack[Options],
    ) -> SessionStatus:
        """Wait until the session is over; returns its final status, e.g. completed or failed.

        not_found_is_pending: True to wait for a session that does not exist yet, as just after its link was
            used; False (default) to raise ``NotFound``.
        patience: how often and how long to poll. Default: every 2 to 15 s for up to an hour.

        Raises ``StillPending`` after that time.
        """

        async def ask() -> SessionStatus | None:
            try:
                return await self.get_status(session, **options)
            except NotFound:
                if not_found_is_pending:
                    return None
                raise

        status = await poll(
            ask,
            lambda status: status is not None and is_over(status),
            what="the session",
            patience=patience or Patience(deadline=3600.0),
            clock=self._service_client.waits,
        )
        return cast("SessionStatus", status)

    async def wait_summary(
        self, session: SessionRef, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> SessionSummary:
        """Wait for the summary. This call starts generating it if necessary.

        patience: how often and how long to poll. Default: every 2 to 15 s for up to 3 minutes. Polling is
            slow because it is not documented whether each request starts more work; a warning is logged if
            the service changes the workflow.

        Raises ``StillPending`` after that time.
        """
        return await self._summary_after(session, UNSET, patience, options)

    async def regenerate_and_wait(
        self,
        session: SessionRef,
        *,
        previous: JSON | Unset = UNSET,
        patience: Patience | None = None,
        **options: Unpack[Options],
    ) -> SessionSummary:
        """Generate the summary again and wait for it.

        The service does not say which summary it returns, and may return the old one for a while. This method
        therefore waits until the summary differs from ``previous`` (default: the current one). A new summary
        that equals the old one is not recognized; ``StillPending`` is then raised with it as ``last``.
        """
        if previous is UNSET:
            before = await self.get_summary(session, **options)
            previous = UNSET if is_generating(before) else cast("SessionSummary", before).summary
        await self.regenerate_summary(session, **options)
        return await self._summary_after(session, previous, patience, options)

    async def _summary_after(
        self, session: SessionRef, previous: JSON | Unset, patience: Patience | None, options: Options
    ) -> SessionSummary:
        return await wait_summary(
            lambda: self.get_summary(session, **options),
            previous,
            patience or Patience(),
            self._service_client.waits,
        )

    async def download_audio(
        self,
        session: SessionRef,
        path: str | os.PathLike[str],
        *,
        max_bytes: int = MAX_AUDIO_BYTES,
        **options: Unpack[DownloadOptions],
    ) -> SavedAudio:
        """Download the recording to ``path``.

        The bytes go to a temporary file in the same directory, which is renamed once it is complete. A broken
        connection is resumed where it broke, and an expired URL is replaced once. The API key is sent to the
        API only. Symbolic links are followed, and an existing file keeps its mode.

        max_bytes: maximum size of the recording. Default 4 GiB.

        Raises ``NotFound`` if there is no recording, ``ConnectionFailed`` if it cannot be read to its end,
        ``ResponseTooLarge`` above ``max_bytes``, ``DecodeError`` for an invalid URL or other content than a
        recording, and, before the first request, ``OSError`` if the file cannot be written.
        """
        download = Download(self._storage, lambda: self.get_audio_url(session), max_bytes, options)
        return await download.save(path)
