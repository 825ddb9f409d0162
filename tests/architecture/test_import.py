"""Importing the SDK is cheap: the HTTP library, the models and cattrs are loaded on first use."""

from __future__ import annotations

import subprocess
import sys

import pytest

_LOOK = """
import sys
{statement}
heavy = ("aiohttp", "cattrs", "orjson", "backoff", "ssl", "asyncio", "prometheus_client")
heavy += ("numpy", "pandas", "polars", "pyarrow")
models = "_generated.models."
print(*sorted(name for name in sys.modules if name.partition(".")[0] in heavy or models in name))
"""


def loaded_after(statement: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", _LOOK.format(statement=statement)], capture_output=True, text=True, check=True
    )
    return run.stdout.split()


@pytest.mark.parametrize("statement", ["import cortex_async", "import cortex_sync"])
def test_an_import_loads_nothing_heavy(statement: str) -> None:
    assert loaded_after(statement) == []


@pytest.mark.parametrize("package", ["cortex_async", "cortex_sync"])
def test_making_a_client_loads_no_http_library_and_no_model(package: str) -> None:
    loaded = loaded_after(
        f"from {package} import CortexClient; c = CortexClient(api_key='k').project('p').sessions"
    )
    heavy = [
        name for name in loaded if name.startswith(("aiohttp", "cattrs")) or "_generated.models." in name
    ]
    assert heavy == []


def test_tables_load_no_library_before_they_are_made() -> None:
    loaded = loaded_after("import cortex_async.tables, cortex_sync.tables")
    assert [
        name for name in loaded if name.partition(".")[0] in ("numpy", "pandas", "polars", "pyarrow")
    ] == []


def test_importing_a_model_loads_only_its_group() -> None:
    loaded = loaded_after("from cortex_async.models import Session")
    assert [name for name in loaded if "_generated.models." in name] == [
        "cortex_async._generated.models.sessions"
    ]
