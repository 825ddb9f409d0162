"""The blocking RTCstack client."""

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


class _InnerClient(AsyncClient):
    """The async client behind the blocking one."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)


class RTCStackClient(APIClient[AsyncClient], AccountScope):
    """Blocking client for RTCstack.

    Threads, notebooks and forks are handled as by ``cortex_sync.CortexClient``.

    api_key: the key; required.
    api_secret: the secret that signs every request. Version 0.1.0 requires signatures; without ``api_secret``
        only the key is sent, as in the vendor's reference.
    body_hash: the hash of the body in signatures: ``empty`` (default) for version 0.1.0, ``raw`` as in the
        vendor's guide.
    clock: a clock for tests.
    settings: ``base_url`` (default ``http://localhost:3246``, as in the vendor's compose file), ``timeout``,
        ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size``, ``max_response_bytes`` and ``observers`` as
        for ``CortexClient``.

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
        check_settings(settings)
        api_key, api_secret = hidden(api_key), hidden(api_secret)
        inner = _InnerClient(
            api_key=api_key, api_secret=api_secret, body_hash=body_hash, clock=clock, **settings
        )
        self._adopt(inner)

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    @cached_property
    def webhooks(self) -> Webhooks:
        from cortex_sync.contrib.rtcstack.registrations import Webhooks

        return Webhooks(self._runner, self._client.webhooks)

    def token_manager(self, *, early: float = 60.0, **fields: Unpack[TokenFields]) -> TokenManager:
        """Make a token for one participant that is renewed ``early`` seconds before it expires.

        fields: as for ``tokens.create``.
        """
        return TokenManager(self._runner, self._client.token_manager(early=early, **fields))

    def ensure_recording(self, room_id: str, **options: Unpack[Options]) -> ActiveRecording:
        """Start recording the room unless it is being recorded already.

        Raises what ``recordings.start`` raises.
        """
        return self._runner.run(self._client.ensure_recording, room_id, **put_off(options))

    def wait_transcription(
        self, transcription_id: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Transcription:
        """Wait until the transcription of a recording is ``completed`` or ``failed``; returns it.

        patience: how often and how long to poll. Default: every 2 to 15 s for up to an hour.

        Raises ``StillPending`` after that time.
        """
        wait = self._client.wait_transcription
        return self._runner.run(wait, transcription_id, patience=patience, **put_off(options))

    def wait_participant(
        self, room_id: str, identity: str, *, patience: Patience | None = None, **options: Unpack[Options]
    ) -> Participant:
        """Wait until the participant is in the room; returns it.

        patience: how often and how long to poll. Default: every 1 to 5 s for up to a minute.

        Raises ``StillPending`` after that time.
        """
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
        segments = self._client.iter_segments(
            room_id, every=every, since=since, overlap=overlap, settle=settle
        )
        return self._following(segments)

    def _following(self, segments: AsyncIterator[Segment]) -> Iterator[Segment]:
        while (segment := self._runner.following(segments)) is not None:
            yield segment
