"""Which annotations say that a message was flagged."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from cortex_async._core.arguments import wrong_type, wrong_value

if TYPE_CHECKING:
    from cortex_async.events import MessageAnnotationCreatedEvent
    from cortex_async.models import MessageAnnotation, MessageAnnotationCreatedEventData

    Predicate: TypeAlias = Callable[[MessageAnnotationCreatedEvent], object]
    """True for an annotation whose message is to be kept; may be a coroutine function."""

SCORE: Final = 0.8
HARMLESS: Final = frozenset({"summary", "action_items", "sentiment", "language"})
"""Types of annotations that describe what was said, and judge nobody."""

SEVERE: Final = frozenset({"high", "severe", "critical", "extreme"})


def flagged(score: float = SCORE) -> Predicate:
    """A predicate for annotations that flag a message, by what plugins usually write::

        collector = EvidenceCollector(project, "cases", when=flagged(0.9))

    True if the ``score`` of the annotation is at least ``score``, if its ``severity`` is, as a number, or if
    that is ``"high"``, ``"severe"``, ``"critical"`` or ``"extreme"``. An annotation with neither counts as a
    flag. Those of the types summary, action_items, sentiment and language never do.

    Args:
        score: from 0 to 1; 0.8 by default, as in the vendor's moderation guide.

    Raises: ArgumentError for anything but such a number.
    """
    if not isinstance(score, (int, float)) or isinstance(score, bool):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("score", "a number from 0 to 1", score)
    if not 0 <= score <= 1:
        raise wrong_value("score", "a number from 0 to 1", score)

    def is_flagged(event: MessageAnnotationCreatedEvent) -> bool:
        return flags(event.payload.data, score)

    return is_flagged


def flags(annotation: MessageAnnotation | MessageAnnotationCreatedEventData, score: float) -> bool:
    """Whether an annotation flags its message. ``flagged`` describes the rules."""
    if annotation.type in HARMLESS:
        return False
    numbers = [one for name in ("score", "severity") if (one := annotation.number(name)) is not None]
    word = annotation.text("severity")
    if not numbers and word is None:
        return True
    return any(one >= score for one in numbers) or (word or "").lower() in SEVERE


async def is_true(predicate: Predicate, event: MessageAnnotationCreatedEvent) -> bool:
    """Whether a predicate, which may be a coroutine function, is true of an event."""
    found = predicate(event)
    if inspect.isawaitable(found):
        found = await cast("Awaitable[object]", found)
    return bool(found)
