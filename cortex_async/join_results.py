"""Refused joins: the API responds with 200 and ``success: false``, which ``require`` turns into an error."""

from __future__ import annotations

from typing import Protocol, TypeVar

from cortex_async._core.errors import CortexError, export_errors
from cortex_async._core.strings.wording import printable, shortened

M = TypeVar("M")

_LONGEST_REASON = 500


class JoinRefused(CortexError):
    """A participant could not join a gathering, e.g. because it is full.

    reason: the server's reason, None if it gives none.
    """

    def __init__(self, reason: str | None = None) -> None:
        super().__init__(reason)
        self.reason: str | None = reason

    def __str__(self) -> str:
        return shortened(printable(self.reason or "the server gives no reason"), _LONGEST_REASON)


class _JoinResult(Protocol[M]):
    success: bool
    error: str | None
    member: M | None


class JoinMethods:
    """Base class of the result of joining a gathering."""

    __slots__ = ()

    def require(self: _JoinResult[M]) -> M:
        """Return the member that has joined, or raise the server's reason.

        Raises: JoinRefused if the join was refused; CortexError if it was not, but the response has no
            member.
        """
        if not self.success:
            raise JoinRefused(self.error)
        if self.member is None:
            raise CortexError("the join succeeded, but the response has no member: use list_members(...)")
        return self.member


export_errors("cortex_async", globals())
