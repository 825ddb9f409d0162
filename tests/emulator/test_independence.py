"""The emulator is a second opinion on the document: of the SDK it uses data, and what writes files."""

from __future__ import annotations

from pathlib import Path

from tests.house.test_floors import imports

EMULATOR = Path(__file__).parents[2] / "cortex_async" / "emulator"
NEUTRAL = {
    "cortex_async._generated.secrets",
    "cortex_async.core.secret_headers",
    "cortex_async.core.whole_file",
}
"""Data, and what knows neither the API nor its document."""


def test_of_the_sdk_it_imports_nothing_that_knows_the_api() -> None:
    used = {
        module
        for path in EMULATOR.rglob("*.py")
        for _, module, _ in imports(path)
        if module.startswith("cortex_") and not module.startswith("cortex_async.emulator")
    }
    assert used == NEUTRAL
