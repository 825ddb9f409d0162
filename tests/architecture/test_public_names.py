"""The public names are pinned: adding or removing one changes this file."""

from __future__ import annotations

import pytest

import cortex_async
import cortex_sync

ERRORS = [
    "APIError", "ActivationFailed", "ArgumentError", "ArgumentTypeError", "ArgumentValueError", "BadRequest",
    "BuildFailed", "CallError", "ClientClosed", "ConfigError", "Conflict", "ConnectionFailed", "CortexError",
    "DecodeError", "DeploymentFailed", "EventTooLarge", "Forbidden", "InvalidRequest", "JoinRefused",
    "NotFound", "RateLimited", "RequestFailed",
    "ResponseTooLarge", "ServerError", "TimedOut", "Unauthorized", "ValidationFailed", "WaitTimedOut",
    "WebhookError", "WrongLoop",
]  # fmt: skip


@pytest.mark.parametrize("package", [cortex_async, cortex_sync], ids=lambda package: package.__name__)
def test_every_error_is_public_and_a_cortex_error(package: object) -> None:
    for name in ERRORS:
        assert issubclass(getattr(package, name), cortex_async.CortexError)


@pytest.mark.parametrize("package", [cortex_async, cortex_sync], ids=lambda package: package.__name__)
def test_public_names_exist_and_are_sorted(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]  # a module's
    assert all(hasattr(package, name) for name in names)
    assert len(set(names)) == len(names)
    assert set(names) <= set(dir(package))
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        getattr(package, "Nonsense")  # noqa: B009  # what an import of a missing name does


def test_both_packages_raise_the_same_classes() -> None:
    assert all(getattr(cortex_async, name) is getattr(cortex_sync, name) for name in ERRORS)
