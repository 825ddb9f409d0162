"""The RTCstack client for blocking code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.polling import Patience
from cortex_async.contrib.rtcstack.client import ActiveRecording
from cortex_async.contrib.rtcstack.client import RTCStackClient as AsyncClient
from cortex_async.contrib.rtcstack.segments import OVERLAP, SETTLE
from cortex_async.contrib.rtcstack.signing import BodyHash
from cortex_async.contrib.rtcstack.tokens import TokenFields
from cortex_sync.api_client import APIClient, ConnectionSettings, check_settings
from cortex_sync.bridge.hooks import HookedCaller, put_off
from cortex_sync.bridge.runner import Runner
from cortex_sync.contrib.rtcstack._generated.scopes import AccountScope
from cortex_sync.contrib.rtcstack.tokens import TokenManager

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack.models import Participant, Segment, Transcription
    from cortex_sync.contrib.rtcstack.registrations import Webhooks


class _Behind(AsyncClient):
    """The async client that does the work."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class RTCStackClient(APIClient[AsyncClient], AccountScope):
    """RTCstack for blocking code; in threads, notebooks and after a fork as ``cortex_sync.CortexClient``.

    api_key: always needed.
    api_secret: signs every request, as the service asks for since it exists. Without it the key goes out alone, as the vendor's
        reference describes it.
    body_hash: what is signed of a body; ``empty`` for version 0.1.0, ``raw`` as its guide says.
    clock: for tests.
    settings: ``base_url`` (default the compose file's ``http://localhost:3246``), ``timeout``, ``retry``, ``headers``,
        ``proxy``, ``ssl``, ``pool_size`` and ``max_response_bytes`` as for ``CortexClient``.

    Raises ``ConfigError`` for settings that do not fit.
    """

    def __init__(
        self,
        *,
        api_key: str,
        api_secret: str | None = None,
        body_hash: BodyHash = "empty",
        clock: Clock | None = None,
        **settings: Unpack[ConnectionSettings],
    ) -> None:
        check_settings(settings)
        api_key, api_secret = hidden(api_key), hidden(api_secret)
        behind = _Behind(api_key=api_key, api_secret=api_secret, body_hash=body_hash, clock=clock, **settings)
        self._adopt(behind)

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    @cached_property
    def webhooks(self) -> Webhooks:
        from cortex_sync.contrib.rtcstack.registrations import Webhooks

        return Webhooks(self._runner, self._client.webhooks)

    def token_manager(self, *, early: float = 60.0, **fields: Unpack[TokenFields]) -> TokenManager:
        """A token for one participant, renewed ``early`` seconds before its end; ``fields`` as for ``tokens.create``."""
        return TokenManager(self._runner, self._client.token_manager(early=early, **fields))

    def ensure_recording(self, room_id: str, **options: Unpack[Options]) -> ActiveRecording:
        """The room is being recorded afterwards, whether or not it was before. Raises what ``recordings.start`` raises."""
        return self._runner.run(self._client.ensure_recording, room_id, **put_off(options))

    def wait_transcription(
        self, transcription_id: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Transcription:
        """The transcription of a recording when work on it is over: its status is ``completed`` or ``failed``.

        Asks every 2 to 15 s for up to an hour unless ``patience`` says otherwise. Raises ``StillPending`` after that.
        """
        wait = self._client.wait_transcription
        return self._runner.run(wait, transcription_id, patience=patience, **put_off(options))

    def wait_participant(
        self, room_id: str, identity: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Participant:
        """The participant when they are in the room. Asks every 1 to 5 s for up to a minute; then raises ``StillPending``."""
        wait = self._client.wait_participant
        return self._runner.run(wait, room_id, identity, patience=patience, **put_off(options))

    def iter_segments(
        self,
        room_id: str,
        *,
        every: float = 2.0,
        since: datetime | None = None,
        overlap: float = OVERLAP,
        settle: float = SETTLE,
    ) -> Iterator[Segment]:
        """What is said in the room, each segment once, until its live transcription stops.

        Segments of an earlier transcription of the room come first unless ``since`` is later. One whose text or end changes,
        as with partial results, comes again.

        every: seconds between two requests.
        overlap: seconds by which a segment may be late. It is stored when it has been transcribed, so one that began first may
            come last: after the rest of a chunk of up to 30 s, its time in the queue, and up to 30 s of transcription. The
            default bears some 16 people who speak at once. What is later still is lost; a larger value makes responses longer.
        settle: seconds after which to look once more when the transcription has stopped, and again while that brings something.

        Raises what ``live_transcription.get`` raises, and ``ArgumentError`` for seconds that are none.
        """
        segments = self._client.iter_segments(
            room_id, every=every, since=since, overlap=overlap, settle=settle
        )
        return self._following(segments)

    def _following(self, segments: AsyncIterator[Segment]) -> Iterator[Segment]:
        while (segment := self._runner.following(segments)) is not None:
            yield segment
