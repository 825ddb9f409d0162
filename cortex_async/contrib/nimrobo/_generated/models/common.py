# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from cortex_async._core.late_attrs import define


@define(kw_only=True)
class ErrorBody:
    """What every error answers.

    Attributes:
        error (str): What went wrong

    Schema Error of the API.
    """

    error: str
    """What went wrong"""
