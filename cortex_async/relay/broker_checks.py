"""Checks that an argument is a broker, whose class may be anybody's."""

from __future__ import annotations

from cortex_async._core.arguments import wrong_type


def require_sink(parameter: str, value: object) -> None:
    """Raise ``ArgumentTypeError`` for something that relays cannot publish to."""
    _require(parameter, value, ("lead", "publish", "close"))


def require_source(parameter: str, value: object) -> None:
    """Raise ``ArgumentTypeError`` for something that workers cannot take events from."""
    _require(parameter, value, ("join", "lag", "close"))


def _require(parameter: str, value: object, methods: tuple[str, ...]) -> None:
    # A string has ``join``, and a client of Redis ``publish``.
    if isinstance(value, type) or not all(callable(getattr(value, name, None)) for name in methods):
        hint = " (broker_from_url makes one of a URL)" if isinstance(value, str) else ""
        raise wrong_type(parameter, f"a broker{hint}", value)
