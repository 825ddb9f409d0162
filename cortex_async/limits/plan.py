"""Which limit an attempt is under, and the key that it is counted by."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Final, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.limiting import DEFAULT, Limit, LimitedAttempt

_MOST_PLANS: Final = 16


@frozen
class Counted:
    """A limit as it applies to one attempt.

    name: of the limit.
    limit: None if nothing but cool-downs limits these calls.
    key: the same for all attempts that share a count; without any secret.
    """

    name: str
    limit: Limit | None
    key: str


class Plan:
    """The limits of one limiter.

    given: the limits by name, or the one called ``default``; None removes a published one.
    digest_key: at most 64 bytes that the digests of credentials depend on.
    """

    def __init__(self, given: object, digest_key: bytes) -> None:
        self._given = checked_limits(given)
        self._digest_key = digest_key
        self._by_operation: dict[int, tuple[Mapping[str, Limit], dict[str, tuple[str, Limit]]]] = {}

    def counted(self, attempt: LimitedAttempt) -> Counted:
        """Return the limit of an attempt and the key of its count."""
        name, limit = self._found(attempt)
        by = ("credential",) if limit is None else limit.by
        parts = (
            attempt.server,
            name,
            attempt.credential if "credential" in by else "",
            (attempt.project_id or "") if "project" in by else "",
        )
        return Counted(name, limit, self._digest(parts))

    def _found(self, attempt: LimitedAttempt) -> tuple[str, Limit | None]:
        published = attempt.published
        known = self._by_operation.get(id(published))
        if known is None or known[0] is not published:
            known = published, by_operation({**published, **self._given}, published)
            if len(self._by_operation) < _MOST_PLANS:
                self._by_operation[id(published)] = known
        return known[1].get(attempt.operation) or (DEFAULT, self._given.get(DEFAULT))

    def _digest(self, parts: tuple[str, ...]) -> str:
        digest = hashlib.blake2b(key=self._digest_key, digest_size=16, person=b"cortex-limits")
        for part in parts:
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
        return digest.hexdigest()


def by_operation(
    limits: Mapping[str, Limit | None], published: Collection[str] = ()
) -> dict[str, tuple[str, Limit]]:
    """Return the limits by the operations that they name.

    published: names of those that the API's vendor publishes, or that replace them.

    Raises ``ArgumentValueError`` for an operation under two limits.
    """
    found: dict[str, tuple[str, Limit]] = {}
    for name, limit in limits.items():
        for operation in () if limit is None else limit.operations:
            if limit is None or operation in found:
                first = found[operation][0]
                hint = f"; a limit named {first!r} replaces the published one" if first in published else ""
                raise ArgumentValueError(
                    f"limits must name the operation {operation} once, got it under {first!r} "
                    f"and under {name!r}{hint}",
                    parameter="limits",
                )
            found[operation] = name, limit
    return found


def checked_limits(given: object) -> dict[str, Limit | None]:
    """Return the limits by name. Raises ``ArgumentError`` for what cannot be used."""
    if given is None:
        return {}
    if isinstance(given, Limit):
        given = {DEFAULT: given}
    if not isinstance(given, Mapping):
        raise wrong_type("limits", "a Limit, or a mapping of names to limits", given)
    for name, limit in cast("Mapping[object, object]", given).items():
        if not isinstance(name, str) or not name.isascii() or not name.isprintable() or not name:
            raise wrong_value("limits", "named by printable ASCII strings", name)
        if limit is not None and not isinstance(limit, Limit):
            raise wrong_type(f"limits[{name!r}]", "a Limit or None", limit)
        if limit is not None and bool(limit.operations) is (name == DEFAULT):
            expected = "without operations" if name == DEFAULT else "a Limit with operations=[...]"
            raise wrong_value(f"limits[{name!r}]", expected, limit)
    limits = dict(cast("Mapping[str, Limit | None]", given))
    by_operation(limits)
    return limits
