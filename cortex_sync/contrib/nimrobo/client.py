"""The blocking Nimrobo client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.auth.credentials import Source
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.nimrobo.audio import DownloadOptions, SavedAudio
from cortex_async.contrib.nimrobo.client import MAX_AUDIO_BYTES
from cortex_async.contrib.nimrobo.client import NimroboClient as AsyncClient
from cortex_async.contrib.nimrobo.reference import SessionRef
from cortex_async.contrib.polling import Patience
from cortex_sync.api_client import APIClient, ConnectionSettings, check_settings
from cortex_sync.bridge.hooks import HookedCaller, put_off
from cortex_sync.bridge.runner import Runner
from cortex_sync.contrib.nimrobo._generated.scopes import AccountScope

if TYPE_CHECKING:
    from cortex_async.contrib.nimrobo.models import (
        SessionStatus,
        SessionSummary,
        SessionTranscript,
        SummaryGenerating,
        SummaryRegenerating,
    )


class _InnerClient(AsyncClient):
    """The async client behind the blocking one."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class NimroboClient(APIClient[AsyncClient], AccountScope):
    """Blocking client for Nimrobo.

    Threads, notebooks and forks are handled as by ``cortex_sync.CortexClient``.

    api_key: ``api_...``, or a function that returns it. It needs the scope ``sessions:read``, and
        ``sessions:write`` to regenerate.
    clock: a clock for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size``,
        ``max_response_bytes`` and ``observers`` as for ``CortexClient``. Audio is on other hosts and is read
        over separate connections, without the key and headers.

    Raises ``ConfigError`` for invalid settings.
    """

    def __init__(
        self, *, api_key: Source, clock: Clock | None = None, **settings: Unpack[ConnectionSettings]
    ) -> None:
        check_settings(settings)
        api_key = hidden(api_key)
        self._adopt(_InnerClient(api_key=api_key, clock=clock, **settings))

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    def get_status(self, session: SessionRef, **options: Unpack[Options]) -> SessionStatus:
        """The status of a session."""
        return self._runner.run(self._client.get_status, session, **put_off(options))

    def get_transcript(self, session: SessionRef, **options: Unpack[Options]) -> SessionTranscript:
        """The transcript of a session."""
        return self._runner.run(self._client.get_transcript, session, **put_off(options))

    def get_audio_url(self, session: SessionRef, **options: Unpack[Options]) -> str:
        """A signed URL of the recording, valid for about an hour. It is a secret."""
        return self._runner.run(self._client.get_audio_url, session, **put_off(options))

    def get_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SessionSummary | SummaryGenerating:
        """The summary, or ``SummaryGenerating`` if it is not ready.

        This call starts generating it if necessary.
        """
        return self._runner.run(self._client.get_summary, session, **put_off(options))

    def regenerate_summary(self, session: SessionRef, **options: Unpack[Options]) -> SummaryRegenerating:
        """Start generating the summary again."""
        return self._runner.run(self._client.regenerate_summary, session, **put_off(options))

    def wait_session(
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
        return self._runner.run(
            self._client.wait_session,
            session,
            not_found_is_pending=not_found_is_pending,
            patience=patience,
            **put_off(options),
        )

    def wait_summary(
        self, session: SessionRef, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> SessionSummary:
        """Wait for the summary. This call starts generating it if necessary.

        patience: how often and how long to poll. Default: every 2 to 15 s for up to 3 minutes. Polling is
            slow because it is not documented whether each request starts more work; a warning is logged if
            the service changes the workflow.

        Raises ``StillPending`` after that time.
        """
        return self._runner.run(self._client.wait_summary, session, patience=patience, **put_off(options))

    def regenerate_and_wait(
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
        regenerate = self._client.regenerate_and_wait
        return self._runner.run(regenerate, session, previous=previous, patience=patience, **put_off(options))

    def download_audio(
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
        return self._runner.run(self._client.download_audio, session, path, max_bytes=max_bytes, **options)
