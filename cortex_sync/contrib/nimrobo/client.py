"""The Nimrobo client for blocking code."""

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


class _Behind(AsyncClient):
    """The async client that does the work."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class NimroboClient(APIClient[AsyncClient], AccountScope):
    """Nimrobo for blocking code; in threads, notebooks and after a fork as ``cortex_sync.CortexClient``.

    api_key: ``api_...`` or a function that returns it, with the scope ``sessions:read``, and ``sessions:write`` to regenerate.
    clock: for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size`` and ``max_response_bytes`` as
        for ``CortexClient``. Audio lies with other hosts: what reads it has connections of its own, without key and headers.

    Raises ``ConfigError`` for settings that do not fit.
    """

    def __init__(
        self, *, api_key: Source, clock: Clock | None = None, **settings: Unpack[ConnectionSettings]
    ) -> None:
        check_settings(settings)
        api_key = hidden(api_key)
        self._adopt(_Behind(api_key=api_key, clock=clock, **settings))

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    def get_status(self, session: SessionRef, **options: Unpack[Options]) -> SessionStatus:
        """How far a session is."""
        return self._runner.run(self._client.get_status, session, **put_off(options))

    def get_transcript(self, session: SessionRef, **options: Unpack[Options]) -> SessionTranscript:
        """What was said."""
        return self._runner.run(self._client.get_transcript, session, **put_off(options))

    def get_audio_url(self, session: SessionRef, **options: Unpack[Options]) -> str:
        """A signed address of the recording, good for about an hour. It is a secret."""
        return self._runner.run(self._client.get_audio_url, session, **put_off(options))

    def get_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SessionSummary | SummaryGenerating:
        """The summary, or word that it is being made, which this call starts if need be."""
        return self._runner.run(self._client.get_summary, session, **put_off(options))

    def regenerate_summary(self, session: SessionRef, **options: Unpack[Options]) -> SummaryRegenerating:
        """Starts to make the summary anew."""
        return self._runner.run(self._client.regenerate_summary, session, **put_off(options))

    def wait_session(
        self,
        session: SessionRef,
        *,
        not_found_is_pending: bool = False,
        patience: Patience | None = None,
        **options: Unpack[Options],
    ) -> SessionStatus:
        """The status when the session is over: completed or failed, or whatever else the service calls it.

        not_found_is_pending: just after its link was used there may be no session yet; True waits for it, False raises
            ``NotFound``.
        patience: asks every 2 to 15 s for up to an hour by default; then raises ``StillPending``.
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
        """The summary when it is made, which this call starts if need be.

        Asks slowly, every 2 to 15 s for up to 3 minutes unless ``patience`` says otherwise: whether each question starts more
        work is not documented. A change of the workflow, which would show it, is logged. Then raises ``StillPending``.
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
        """Makes the summary anew and waits for it.

        The service gives no sign of which summary it answers with, and may answer the old one for a while. So this waits until
        the summary differs from ``previous``, by default the one there is before. It is a guess: a new summary that equals the
        old one is not seen, and ``StillPending`` is raised with it as ``last``.
        """
        anew = self._client.regenerate_and_wait
        return self._runner.run(anew, session, previous=previous, patience=patience, **put_off(options))

    def download_audio(
        self,
        session: SessionRef,
        path: str | os.PathLike[str],
        *,
        max_bytes: int = MAX_AUDIO_BYTES,
        **options: Unpack[DownloadOptions],
    ) -> SavedAudio:
        """Saves the recording, as it arrives, and says where it is and what the host calls its kind.

        The bytes go to a temporary file beside ``path``, which is renamed when all have arrived. A connection that breaks is
        taken up where it broke; an address that has expired is replaced once. The API's key goes to the API alone. Links are
        followed, and an existing file keeps its mode.

        Raises ``NotFound`` where there is no recording, ``ConnectionFailed`` for one that cannot be read to its end,
        ``ResponseTooLarge`` past ``max_bytes``, ``DecodeError`` for an address that is none or leads to something else than a
        recording, and ``OSError`` for a file that cannot be written, before anything is asked for.
        """
        return self._runner.run(self._client.download_audio, session, path, max_bytes=max_bytes, **options)
