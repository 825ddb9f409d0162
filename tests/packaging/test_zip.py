"""Everything works from a zip file, where no file can be read by its path."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from cortex_async.emulator import Emulator
from cortex_async.emulator.thread import ThreadedEmulator
from tests.packaging.programs import PRINTED, PROGRAM, ROOT, run


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "packages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for package in ("cortex_async", "cortex_sync"):
            for file in (ROOT / package).rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    archive.write(file, file.relative_to(ROOT))
    return path


def test_calls_from_a_zip_file(archive: Path) -> None:
    with ThreadedEmulator(Emulator()) as emulator:
        environment = {
            "PYTHONPATH": str(archive),
            "CORTEX_BASE_URL": emulator.base_url,
            "CORTEX_API_KEY": emulator.api_key,
        }
        command = [sys.executable, "-P", "-W", "error", "-c", PROGRAM, emulator.project_id]
        assert run(command, environment) == ([*PRINTED, "<string>"], "")


def test_the_emulator_from_a_zip_file(archive: Path) -> None:
    program = """
import urllib.request
import cortex_async
from cortex_async.emulator import Emulator
from cortex_async.emulator.thread import ThreadedEmulator
assert ".zip" in cortex_async.__file__, cortex_async.__file__
with ThreadedEmulator(Emulator()) as emulator:
    with urllib.request.urlopen(emulator.base_url) as page:
        print(page.status, b"<html" in page.read())
"""
    printed, errors = run([sys.executable, "-P", "-c", program], {"PYTHONPATH": str(archive)})
    assert (printed, errors) == (["200 True"], "")
