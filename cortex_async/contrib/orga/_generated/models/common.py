# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from cortex_async._core.late_attrs import define


@define(kw_only=True)
class ErrorEnvelope:
    """What every error answers.

    Attributes:
        error (str | ErrorObject): What went wrong, in words or with details.

    Schema ErrorEnvelope of the API.
    """

    error: str | ErrorObject
    """What went wrong, in words or with details."""


@define(kw_only=True)
class ErrorObject:
    """Schema ErrorObject of the API.

    Attributes:
        message (str | ErrorEnvelope): In words, or the envelope of another error that led to this one.
        code (str | None): Short name of the error.
        param (str | None): The value that is at fault.
        type (str | None): Kind of error, e.g. `invalid_request_error` or `not_found_error`.
    """

    message: str | ErrorEnvelope
    """In words, or the envelope of another error that led to this one."""
    code: str | None = None
    """Short name of the error."""
    param: str | None = None
    """The value that is at fault."""
    type: str | None = None
    """Kind of error, e.g. `invalid_request_error` or `not_found_error`."""
