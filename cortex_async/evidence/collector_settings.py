"""The settings of a collector, checked, and what it reports."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from cortex_async._core.arguments import check_count, wrong_type, wrong_value
from cortex_async.evidence.flags import flagged
from cortex_async.evidence.signing import Signer, signer
from cortex_async.evidence.values import Collected
from cortex_async.evidence.window import Extent, check_extent
from cortex_async.transcripts.timing import utc

if TYPE_CHECKING:
    from cortex_async.evidence.flags import Predicate
    from cortex_async.evidence.signing import PrivateKey

KEEP: Final = timedelta(days=183)
"""How long bundles are kept by default: complaints are possible for six months (article 20 of the Digital
Services Act)."""

FOLLOW_UP: Final = timedelta(minutes=5)


@frozen(kw_only=True)
class CollectFailure:
    """Evidence that could not be collected, or a bundle that could not be deleted or updated.

    message_id: the message, None if it concerns all of them, e.g. reading what was missed.
    error: what went wrong.
    retry_in: seconds until another attempt, None if there will be none.
    """

    message_id: str | None
    error: Exception
    retry_in: float | None = None


@frozen(kw_only=True)
class CollectorSettings:
    """The parameters of ``EvidenceCollector``."""

    directory: Path
    when: Predicate
    keep: timedelta | None
    extents: tuple[Extent, Extent]
    follow_up: timedelta | None
    concurrency: int
    key: Signer | None
    since: float | None
    on_collected: Callable[[Collected], object] | None
    on_error: Callable[[CollectFailure], object] | None


def checked_settings(
    where: str | os.PathLike[str],
    *,
    when: Predicate | None,
    keep: timedelta | None,
    before: Extent,
    after: Extent,
    follow_up: timedelta | None,
    concurrency: int,
    sign_with: PrivateKey | None,
    since: datetime | None,
    on_collected: Callable[[Collected], object] | None,
    on_error: Callable[[CollectFailure], object] | None,
) -> CollectorSettings:
    """Raises ``ArgumentError``."""
    if not isinstance(where, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("where", "the path of a directory", where)
    for name, function in (("when", when), ("on_collected", on_collected), ("on_error", on_error)):
        if function is not None and not callable(function):
            raise wrong_type(name, "a function or None", function)
    _check_time("keep", keep)
    _check_time("follow_up", follow_up)
    check_extent("before", before)
    check_extent("after", after)
    check_count("concurrency", concurrency)
    return CollectorSettings(
        directory=Path(where),
        when=flagged() if when is None else when,
        keep=keep,
        extents=(before, after),
        follow_up=follow_up,
        concurrency=concurrency,
        key=None if sign_with is None else signer(sign_with),
        since=None if since is None else utc(since, "since").timestamp(),
        on_collected=on_collected,
        on_error=on_error,
    )


def _check_time(parameter: str, value: object) -> None:
    if value is not None and not isinstance(value, timedelta):
        raise wrong_type(parameter, "a timedelta or None", value)
    if value is not None and value <= timedelta(0):
        raise wrong_value(parameter, "a timedelta > 0 or None", value)
