"""docs/webhooks.md names every adapter and error, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

import attrs
import pytest

from cortex_async.webhooks import WebhookRouter, errors, options, replay, router
from cortex_async.webhooks.verification import Verification
from tests.webhooks import servers  # noqa: F401  (configures Django)

GUIDE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")


def test_there_are_examples_for_every_adapter() -> None:
    adapters = ("aiohttp", "starlette", "django", "flask", "redis")
    assert all(f"from cortex_async.webhooks.{adapter} import" in GUIDE for adapter in adapters)


def test_the_numbers_are_those_of_the_code() -> None:
    assert attrs.fields(Verification).tolerance.default == options.TOLERANCE == 300
    assert "`tolerance` (300 s)" in GUIDE
    assert inspect.signature(WebhookRouter).parameters["handler_timeout"].default == 30
    assert "(30 s)" in GUIDE
    assert replay.LEASE == 35
    assert "`lease` (35 s)" in GUIDE
    assert replay.RETENTION == 24 * 3600
    assert "for 24 hours" in GUIDE
    assert router.MAX_BODY_BYTES == 4 * 1024 * 1024
    assert "(4 MiB)" in GUIDE


@pytest.mark.parametrize(
    "error", [name for name in errors.__all__ if name not in ("Refusal", "WebhookError", "BodyTooLarge")]
)
def test_every_error_and_its_status_is_documented(error: str) -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith("| `") and f"`{error}`" in line)
    assert row.rstrip("| ").endswith(str(getattr(errors, error).status))
