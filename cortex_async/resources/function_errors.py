"""The errors of waits for Functions: an activation, a build or a deployment that has failed.

Their reasons and logs come from the server or from the function's own build. They are shortened, and control
characters are replaced, so that an error can be printed and logged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from cortex_async._core.errors import CortexError, export_errors
from cortex_async._core.strings.wording import printable, shortened

if TYPE_CHECKING:
    from cortex_async.models import FunctionDeployment, FunctionVersion

LONGEST_REASON = 500
LONGEST_LOG = 4000
MOST_LINES = 20

NO_REASON = "the server gives no reason"


class ActivationFailed(CortexError):
    """Functions could not be activated. ``reason``: the server's reason, None if it gives none."""

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason: str | None = reason

    @classmethod
    def of(cls, reason: str | None) -> Self:
        reason = _one_line(reason)
        return cls(f"Functions could not be activated: {reason or NO_REASON}", reason=reason)


class BuildFailed(CortexError):
    """A published version of a function could not be built.

    version: its number, None if unknown.
    reason: the server's reason, None if it gives none.
    log: the last lines of the build log, at most 20 lines and 4000 characters; empty if there is none.
    """

    def __init__(
        self, message: str, *, version: int | None = None, reason: str | None = None, log: str = ""
    ) -> None:
        super().__init__(message)
        self.version: int | None = version
        self.reason: str | None = reason
        self.log: str = log

    @classmethod
    def of(cls, version: FunctionVersion) -> Self:
        reason, log = _one_line(version.build_error), _last_lines(version.build_logs or "")
        shown = reason or NO_REASON
        if log:
            last = shortened(log.rpartition("\n")[2], LONGEST_REASON)
            shown = f"{shown}; the build log ends with: {last}"
        message = f"Version {version.version} could not be built: {shown}"
        return cls(message, version=version.version, reason=reason, log=log)


class DeploymentFailed(CortexError):
    """A deployment of a function has failed, or was stopped.

    status: of the deployment, e.g. ``failed``.
    reason: the server's reason, None if it gives none.
    """

    def __init__(self, message: str, *, status: str = "failed", reason: str | None = None) -> None:
        super().__init__(message)
        self.status: str = status
        self.reason: str | None = reason

    @classmethod
    def of(cls, deployment: FunctionDeployment) -> Self:
        reason = _one_line(deployment.last_error)
        message = f"The deployment is {deployment.status}: {reason or NO_REASON}"
        return cls(message, status=deployment.status, reason=reason)


def _one_line(text: str | None) -> str | None:
    """Return one printable line of bounded length, None for nothing to show."""
    if text is None:
        return None
    # Cut first, to bound the work, with room for the white space that is removed.
    return shortened(printable(" ".join(text[: 4 * LONGEST_REASON].split())), LONGEST_REASON) or None


def _last_lines(log: str) -> str:
    """Return the last lines that are not blank, each of them printable."""
    lines = [line.strip() for line in log[-4 * LONGEST_LOG :].splitlines()]
    kept = "\n".join(printable(line) for line in [line for line in lines if line][-MOST_LINES:])
    return kept if len(kept) <= LONGEST_LOG else f"...{kept[-LONGEST_LOG:]}"


export_errors("cortex_async", globals())
