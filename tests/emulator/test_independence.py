"""The emulator is a second opinion on the document: of the SDK it uses data only."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.modules import imports

EMULATOR = Path(__file__).parents[2] / "cortex_async" / "emulator"
DATA = {"cortex_async._generated.secrets", "cortex_async._core.secrets.header_names"}


def test_of_the_sdk_it_imports_nothing_but_data() -> None:
    used = {
        found.module
        for path in EMULATOR.rglob("*.py")
        for found in imports(path)
        if found.module.startswith("cortex_") and not found.module.startswith("cortex_async.emulator")
    }
    assert used == DATA
