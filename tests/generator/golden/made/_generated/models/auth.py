# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group auth."""

from __future__ import annotations

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked


@define(kw_only=True)
class LoginRequest:
    """Schema LoginRequest of the API.

    Attributes:
        password (str)
        user (str)
    """

    password: str = field(repr=masked)
    user: str
