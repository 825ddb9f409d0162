"""What observers see of live views."""

from __future__ import annotations

from attrs import frozen


@frozen(eq=False, slots=False, kw_only=True)
class ViewOpened:
    """A live view, from when it is entered.

    Every later value about the view refers to this object as ``view``. It is hashable by identity.

    kind: what it shows, e.g. ``session`` or ``message``.
    project_id: the project.
    """

    kind: str
    project_id: str | None = None


@frozen(eq=False, slots=False, kw_only=True)
class ViewFetched:
    """A live view has fetched everything it shows: at its start, after a reconnect, or after ``resync``
    seconds.

    duration: seconds.
    objects: how many objects the view shows now, 0 after an error.
    changes: how many objects differed from what the view showed.
    error: name of the class of the exception if the fetch failed; it is repeated. None for success.
    """

    view: ViewOpened
    duration: float
    objects: int = 0
    changes: int = 0
    error: str | None = None


@frozen(eq=False, slots=False, kw_only=True)
class ViewStale:
    """A live view may have missed something: its stream has no connection, or reported a gap."""

    view: ViewOpened


@frozen(eq=False, slots=False, kw_only=True)
class ViewFresh:
    """A live view is current: for the first time, or again.

    stale_for: seconds since it was entered or became stale.
    """

    view: ViewOpened
    stale_for: float


@frozen(eq=False, slots=False, kw_only=True)
class ViewClosed:
    """A live view that was left, or whose stream has ended for good.

    duration: seconds since it was entered.
    error: name of the class of what ended it, None if it was left.
    """

    view: ViewOpened
    duration: float
    error: str | None = None
