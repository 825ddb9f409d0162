"""The RTCstack client: operations, and methods that wait, follow a transcription or ensure a recording."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from attrs import frozen

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.options import Options
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.final_states import is_final
from cortex_async.contrib.polling import Patience, poll
from cortex_async.contrib.rtcstack._generated.scopes import AccountScope
from cortex_async.contrib.rtcstack.segments import OVERLAP, SETTLE, Following, iter_segments
from cortex_async.contrib.rtcstack.service import RTCSTACK
from cortex_async.contrib.rtcstack.signing import BodyHash, KeyOnly, RequestSigner
from cortex_async.contrib.rtcstack.tokens import TokenFields, TokenManager

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Participant, Segment, Transcription
    from cortex_async.contrib.rtcstack.registrations import Webhooks
    from cortex_async.contrib.rtcstack.transcriptions import Transcriptions


@frozen
class ActiveRecording:
    """A running recording.

    ``started_at`` is None if it was already running, since the service then does not report it.
    """

    room_id: str
    egress_id: str
    already_active: bool
    started_at: datetime | None = None


class RTCStackClient(APIClient, AccountScope):
    """Async client for RTCstack.

    api_key: the key; required.
    api_secret: the secret that signs every request. Version 0.1.0 requires signatures; without ``api_secret``
        only the key is sent, as in the vendor's reference.
    body_hash: the hash of the body in signatures: ``empty`` (default) for version 0.1.0, ``raw`` as in the
        vendor's guide.
    clock: a clock for tests.
    settings: ``base_url`` (default ``http://localhost:3246``, as in the vendor's compose file), ``timeout``,
        ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``, ``pool_size``, ``max_response_bytes`` and
        ``observers`` as for ``CortexClient``.

    Raises ``ConfigError`` for invalid settings.
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
        hide_settings(settings)
        api_key, api_secret = hidden(api_key), hidden(api_secret)
        authenticator: Authenticator = (
            KeyOnly(api_key) if api_secret is None else RequestSigner(api_key, api_secret, body_hash, clock)
        )
        self._adopt(connect(RTCSTACK, authenticator, clock, **settings), owner=True)

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service_client)
        super()._adopt(service_client, owner=owner)

    @cached_property
    def transcriptions(self) -> Transcriptions:
        from cortex_async.contrib.rtcstack.transcriptions import Transcriptions

        return Transcriptions(self._caller)

    @cached_property
    def webhooks(self) -> Webhooks:
        from cortex_async.contrib.rtcstack.registrations import Webhooks

        return Webhooks(self._caller)

    def token_manager(self, *, early: float = 60.0, **fields: Unpack[TokenFields]) -> TokenManager:
        """Make a token for one participant that is renewed ``early`` seconds before it expires.

        fields: as for ``tokens.create``.
        """
        # Bypasses callers that run hooks on another thread: the server's clock must be set when the call
        # returns.
        tokens = type(self.tokens)(self._service_client)
        return TokenManager(tokens, fields, early, self._service_client.clock)

    async def ensure_recording(self, room_id: str, **options: Unpack[Options]) -> ActiveRecording:
        """Start recording the room unless it is being recorded already.

        Raises what ``recordings.start`` raises.
        """
        from cortex_async.contrib.rtcstack._generated.models import RecordingStarted

        started = await self.recordings.start(room_id, **options)
        if isinstance(started, RecordingStarted):
            return ActiveRecording(room_id, started.egress_id, False, started.started_at)
        return ActiveRecording(room_id, started.egress_id, True)

    async def wait_transcription(
        self, transcription_id: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Transcription:
        """Wait until the transcription of a recording is ``completed`` or ``failed``; returns it.

        patience: how often and how long to poll. Default: every 2 to 15 s for up to an hour.

        Raises ``StillPending`` after that time.
        """
        return await poll(
            lambda: self.transcriptions.get(transcription_id, **options),
            lambda transcription: is_final(transcription.status),
            what="the transcription",
            patience=patience or Patience(deadline=3600.0),
            clock=self._service_client.waits,
        )

    async def wait_participant(
        self, room_id: str, identity: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Participant:
        """Wait until the participant is in the room; returns it.

        patience: how often and how long to poll. Default: every 1 to 5 s for up to a minute.

        Raises ``StillPending`` after that time.
        """

        async def find() -> list[Participant]:
            present = await self.participants.list(room_id, **options)
            return [
                one
                for one in present.participants or ()
                if one and one.identity == identity and one.state != "DISCONNECTED"
            ]

        found = await poll(
            find,
            bool,
            what="the join",
            patience=patience or Patience(first=1.0, cap=5.0, deadline=60.0),
            clock=self._service_client.waits,
        )
        return found[0]

    def iter_segments(
        self,
        room_id: str,
        *,
        every: float = 2.0,
        since: datetime | None = None,
        overlap: float = OVERLAP,
        settle: float = SETTLE,
    ) -> AsyncIterator[Segment]:
        """Iterate over the segments of the room's live transcription until it stops, each segment once.

        Segments of an earlier transcription of the room come first, unless ``since`` is later. A segment
        whose text or end changes, as with partial results, comes again.

        since: only segments that start at this datetime or later. Default: all.
        every: seconds between two requests. Default 2.
        overlap: seconds by which a segment may be late. Default 300. The service stores a segment after
            transcribing it, so an
            earlier segment may arrive after a later one: delayed by a chunk of up to 30 s, the queue, and up
                to 30 s of
            transcription. The default suffices for about 16 people who speak at once. Later segments are
            lost; a larger value makes responses longer.
        settle: seconds to wait for late segments after the transcription has stopped, again after each that
            arrives. Default 3.

        Raises what ``live_transcription.get`` raises, and ``ArgumentError`` for invalid seconds.
        """
        following = Following(every, overlap, settle)
        clock = self._service_client.waits
        return iter_segments(self.live_transcription, room_id, since=since, following=following, clock=clock)
