# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Names under which secrets travel in bodies: their values are masked in errors and recordings."""

from __future__ import annotations

SECRET_FIELDS: frozenset[str] = frozenset({"password", "secret"})
