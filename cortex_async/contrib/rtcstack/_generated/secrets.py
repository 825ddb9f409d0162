# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""JSON names of secrets. Their values are masked in errors and recordings."""

from __future__ import annotations

SECRET_FIELDS: frozenset[str] = frozenset({"secret", "streamKey", "token", "turnPassword"})

SECRET_REQUEST_FIELDS: frozenset[str] = frozenset({"secret"})
"""JSON names of secrets in requests, including names that responses use for something else."""
