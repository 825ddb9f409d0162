"""The handlers of the workers in this folder: they log who was flagged, and which sanctions begin."""

from __future__ import annotations

import logging

from cortex_async import EventRouter
from cortex_async.events import MessageAnnotationCreatedEvent, SanctionCreatedEvent

_logger = logging.getLogger("moderation")
_logger.setLevel(logging.INFO)

router = EventRouter()


@router.on(MessageAnnotationCreatedEvent)
async def flagged(event: MessageAnnotationCreatedEvent) -> None:
    annotation = event.payload.data
    if annotation.number("score", 0.0) >= 0.8:
        _logger.info("message %s was flagged: %s", annotation.message_id, annotation.type)


@router.on(SanctionCreatedEvent)
async def begins(event: SanctionCreatedEvent) -> None:
    sanction = event.payload.data
    _logger.info("%s of %s begins", sanction.type, sanction.external_user_id)
