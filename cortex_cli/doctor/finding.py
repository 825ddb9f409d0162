"""What a check found."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from cortex_cli import exit_codes
from cortex_cli.failures import code_of

Status: TypeAlias = Literal["ok", "warning", "failed", "skipped"]


@frozen
class Finding:
    """The result of one check.

    check: what was checked. detail: what was found. advice: what to do, empty if nothing has to be done.
    code: the exit code if it failed.
    """

    check: str
    status: Status
    detail: str
    advice: str = ""
    code: int = exit_codes.OTHER

    @property
    def record(self) -> dict[str, str]:
        """The finding as JSON."""
        return {"check": self.check, "status": self.status, "detail": self.detail, "advice": self.advice}


def ok(check: str, detail: str) -> Finding:
    return Finding(check, "ok", detail)


def warning(check: str, detail: str, advice: str) -> Finding:
    return Finding(check, "warning", detail, advice)


def skipped(check: str, detail: str) -> Finding:
    return Finding(check, "skipped", detail)


def failed(check: str, error: BaseException | str, advice: str, code: int | None = None) -> Finding:
    """Return the finding of a check that failed, with the exit code of its error unless there is another."""
    if isinstance(error, str):
        return Finding(check, "failed", error, advice, exit_codes.OTHER if code is None else code)
    detail = str(error) or type(error).__name__
    return Finding(check, "failed", detail, advice, code_of(error) if code is None else code)
