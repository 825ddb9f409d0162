"""The RTCstack client: its operations, and waiting, following and ensuring on top of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from attrs import frozen

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.call.service import Service
from cortex_async._core.options import Options
from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timing.clock import Clock
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.contrib.finality import is_final
from cortex_async.contrib.polling import Patience, poll
from cortex_async.contrib.repairs import RepairingCodec, timestamp
from cortex_async.contrib.rtcstack import problems
from cortex_async.contrib.rtcstack._generated.scopes import AccountScope
from cortex_async.contrib.rtcstack._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.rtcstack.segments import OVERLAP, SETTLE, Following, iter_segments
from cortex_async.contrib.rtcstack.signing import SIGNATURE_HEADER, BodyHash, KeyOnly, RequestSigner
from cortex_async.contrib.rtcstack.tokens import TokenFields, TokenManager

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Participant, Segment, Transcription
    from cortex_async.contrib.rtcstack.registrations import Webhooks
    from cortex_async.contrib.rtcstack.transcriptions import Transcriptions

RTCSTACK = Service(
    name="odin-cortex",
    # The service's README has an integer where the service sends a datetime.
    codec=RepairingCodec(
        "cortex_async.contrib.rtcstack._generated", SECRET_FIELDS, {"Token": timestamp("expiresAt")}
    ),
    base_url="http://localhost:3246",
    schemes=frozenset({"api-key"}),
    read_problem=problems.read,
    secret_headers=SECRET_HEADERS | {SIGNATURE_HEADER.lower()},
    base_suffix="/v1",
)


@frozen
class ActiveRecording:
    """A recording that runs. ``started_at`` is None if it ran before and the service did not say since when."""

    room_id: str
    egress_id: str
    already_active: bool
    started_at: datetime | None = None


class RTCStackClient(APIClient, AccountScope):
    """RTCstack, asynchronously.

    api_key: always needed.
    api_secret: signs every request, as the service asks for since it exists. Without it the key goes out alone, as the vendor's
        reference describes it.
    body_hash: what is signed of a body; ``empty`` for version 0.1.0, ``raw`` as its guide says.
    clock: for tests.
    settings: ``base_url`` (default the compose file's ``http://localhost:3246``), ``timeout``, ``retry``, ``headers``,
        ``session``, ``proxy``, ``ssl``, ``pool_size`` and ``max_response_bytes`` as for ``CortexClient``.

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
        """A token for one participant, renewed ``early`` seconds before its end; ``fields`` as for ``tokens.create``."""
        # Past whatever moves hooks to another thread: the server's clock is read on return.
        tokens = type(self.tokens)(self._service_client)
        return TokenManager(tokens, fields, early, self._service_client.clock)

    async def ensure_recording(self, room_id: str, **options: Unpack[Options]) -> ActiveRecording:
        """The room is being recorded afterwards, whether or not it was before. Raises what ``recordings.start`` raises."""
        from cortex_async.contrib.rtcstack._generated.models import RecordingStarted

        started = await self.recordings.start(room_id, **options)
        if isinstance(started, RecordingStarted):
            return ActiveRecording(room_id, started.egress_id, False, started.started_at)
        return ActiveRecording(room_id, started.egress_id, True)

    async def wait_transcription(
        self, transcription_id: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Transcription:
        """The transcription of a recording when work on it is over: its status is ``completed`` or ``failed``.

        Asks every 2 to 15 s for up to an hour unless ``patience`` says otherwise. Raises ``StillPending`` after that.
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
        """The participant when they are in the room. Asks every 1 to 5 s for up to a minute; then raises ``StillPending``."""

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
        following = Following(every, overlap, settle)
        clock = self._service_client.waits
        return iter_segments(self.live_transcription, room_id, since=since, following=following, clock=clock)
