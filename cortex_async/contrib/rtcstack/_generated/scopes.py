# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of rtcstack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.operations import Caller
from cortex_async._core.runtime.loading import loaded_property

if TYPE_CHECKING:
    from .operations.account.health import HealthOperations
    from .operations.account.ingress import IngressOperations
    from .operations.account.live_transcription import LiveTranscriptionOperations
    from .operations.account.participants import ParticipantsOperations
    from .operations.account.recordings import RecordingsOperations
    from .operations.account.rooms import RoomsOperations
    from .operations.account.tokens import TokensOperations
    from .operations.account.transcriptions import TranscriptionsOperations
    from .operations.account.webhooks import WebhooksOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = ()

    @loaded_property
    def health(self) -> HealthOperations:
        from .operations.account.health import HealthOperations

        return HealthOperations(self._caller, self._bound)

    @loaded_property
    def ingress(self) -> IngressOperations:
        from .operations.account.ingress import IngressOperations

        return IngressOperations(self._caller, self._bound)

    @loaded_property
    def live_transcription(self) -> LiveTranscriptionOperations:
        from .operations.account.live_transcription import LiveTranscriptionOperations

        return LiveTranscriptionOperations(self._caller, self._bound)

    @loaded_property
    def participants(self) -> ParticipantsOperations:
        from .operations.account.participants import ParticipantsOperations

        return ParticipantsOperations(self._caller, self._bound)

    @loaded_property
    def recordings(self) -> RecordingsOperations:
        from .operations.account.recordings import RecordingsOperations

        return RecordingsOperations(self._caller, self._bound)

    @loaded_property
    def rooms(self) -> RoomsOperations:
        from .operations.account.rooms import RoomsOperations

        return RoomsOperations(self._caller, self._bound)

    @loaded_property
    def tokens(self) -> TokensOperations:
        from .operations.account.tokens import TokensOperations

        return TokensOperations(self._caller, self._bound)

    @loaded_property
    def transcriptions(self) -> TranscriptionsOperations:
        from .operations.account.transcriptions import TranscriptionsOperations

        return TranscriptionsOperations(self._caller, self._bound)

    @loaded_property
    def webhooks(self) -> WebhooksOperations:
        from .operations.account.webhooks import WebhooksOperations

        return WebhooksOperations(self._caller, self._bound)
