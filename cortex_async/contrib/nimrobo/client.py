"""The Nimrobo client: its operations by session reference, and waiting and saving on top of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self, Unpack, cast

from cortex_async._core.auth.credentials import Credential, HeaderAuthenticator, Source
from cortex_async._core.call.service import Service
from cortex_async._core.call_errors import NotFound
from cortex_async._core.codec.codec import Codec
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.nimrobo import problems
from cortex_async.contrib.nimrobo._generated.scopes import AccountScope
from cortex_async.contrib.nimrobo._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.nimrobo.audio import Download, DownloadOptions, SavedAudio
from cortex_async.contrib.nimrobo.reference import SessionRef
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

NIMROBO = Service(
    name="odin-cortex",
    codec=Codec("cortex_async.contrib.nimrobo._generated", SECRET_FIELDS),
    base_url="https://app.nimroboai.com/api",
    schemes=frozenset({"bearer"}),
    read_problem=problems.read,
    base_suffix="/v1",
)

MAX_AUDIO_BYTES = 4 * 1024**3


class NimroboClient(APIClient, AccountScope):
    """Nimrobo, asynchronously.

    api_key: ``api_...`` or a function that returns it, with the scope ``sessions:read``, and ``sessions:write`` to regenerate.
    clock: for tests.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``, ``pool_size`` and
        ``max_response_bytes`` as for ``CortexClient``. Audio lies with other hosts: what reads it has connections of its own,
        without key, headers and session.

    Raises ``ConfigError`` for settings that do not fit.
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
        """How far a session is."""
        return await self.sessions.get_status(**session.status_parameters(), **options)

    async def get_transcript(self, session: SessionRef, **options: Unpack[Options]) -> SessionTranscript:
        """What was said."""
        return await self.sessions.get_transcript(**session.status_parameters(), **options)

    async def get_audio_url(self, session: SessionRef, **options: Unpack[Options]) -> str:
        """A signed address of the recording, good for about an hour. It is a secret."""
        return (await self.sessions.get_audio(**session.status_parameters(), **options)).audio_url

    async def get_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SessionSummary | SummaryGenerating:
        """The summary, or word that it is being made, which this call starts if need be."""
        return await self.sessions.get_summary(**session.summary_parameters(), **options)

    async def regenerate_summary(
        self, session: SessionRef, **options: Unpack[Options]
    ) -> SummaryRegenerating:
        """Starts to make the summary anew."""
        return await self.sessions.regenerate_summary(**session.regenerate_parameters(), **options)

    async def wait_session(
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
        """The summary when it is made, which this call starts if need be.

        Asks slowly, every 2 to 15 s for up to 3 minutes unless ``patience`` says otherwise: whether each question starts more
        work is not documented. A change of the workflow, which would show it, is logged. Then raises ``StillPending``.
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
        """Makes the summary anew and waits for it.

        The service gives no sign of which summary it answers with, and may answer the old one for a while. So this waits until
        the summary differs from ``previous``, by default the one there is before. It is a guess: a new summary that equals the
        old one is not seen, and ``StillPending`` is raised with it as ``last``.
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
        """Saves the recording, as it arrives, and says where it is and what the host calls its kind.

        The bytes go to a temporary file beside ``path``, which is renamed when all have arrived. A connection that breaks is
        taken up where it broke; an address that has expired is replaced once. The API's key goes to the API alone. Links are
        followed, and an existing file keeps its mode.

        Raises ``NotFound`` where there is no recording, ``ConnectionFailed`` for one that cannot be read to its end,
        ``ResponseTooLarge`` past ``max_bytes``, ``DecodeError`` for an address that is none or leads to something else than a
        recording, and ``OSError`` for a file that cannot be written, before anything is asked for.
        """
        download = Download(self._storage, lambda: self.get_audio_url(session), max_bytes, options)
        return await download.save(path)
