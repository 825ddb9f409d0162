"""An emulator, its project, an archive in an empty directory, and an S3 server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from cortex_async import CortexClient, ProjectScope
from cortex_async.archives import Archive
from cortex_async.emulator import Clock, Emulator
from tests.archives.made import START


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(clock=Clock(START)) as running:
        yield running


@pytest.fixture
async def project(emulator: Emulator) -> AsyncIterator[ProjectScope]:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, retry=False) as client:
        yield client.project(emulator.project_id)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "voice"


@pytest.fixture
def archive(place: Path) -> Archive:
    return Archive(place)


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """Address of an S3 server, which the first test that uses it starts."""
    from tests.archives.s3 import s3_server  # moto takes a third of a second to import

    with s3_server() as address:
        yield address


@pytest.fixture
def new_file_systems() -> Iterator[None]:
    """Without the file systems that fsspec keeps, with their credentials, for the same URL and options."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    yield
    s3fs.S3FileSystem.clear_instance_cache()
