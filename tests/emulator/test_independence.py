"""The emulator is an independent second implementation of the spec: it imports only data from the SDK."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.modules import imports

EMULATOR = Path(__file__).parents[2] / "cortex_async" / "emulator"
DATA = {"cortex_async._generated.secrets", "cortex_async._core.secrets.header_names"}


def test_it_imports_only_data_from_the_sdk() -> None:
    used = {
        found.module
        for path in EMULATOR.rglob("*.py")
        for found in imports(path)
        if found.module.startswith("cortex_") and not found.module.startswith("cortex_async.emulator")
    }
    assert used == DATA
