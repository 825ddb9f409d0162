"""The instructions in spec/README.md for adding an API, carried out."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import cortex_async.contrib
import cortex_sync.contrib
from cortex_async._core.call_errors import NotFound, ServerError
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r'```\w+ title="([^"]+)"\n(.*?)```', re.DOTALL)
FILES = dict(BLOCK.findall((ROOT / "spec" / "README.md").read_text("utf-8")))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with the files from the page, after running its command."""
    root = tmp_path_factory.mktemp("repository")
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    made = subprocess.run(
        [sys.executable, "-m", "generator", "build", "weather", "--root", str(root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (0, "")
    for package in (cortex_async.contrib, cortex_sync.contrib):
        package.__path__.append(str(root / package.__name__.replace(".", "/")))
    yield root
    for package in (cortex_async.contrib, cortex_sync.contrib):
        package.__path__.pop()
    for name in [name for name in sys.modules if ".contrib.weather" in name]:
        del sys.modules[name]


class Weather(FakeServer):
    def __init__(self) -> None:
        super().__init__(
            [
                FakeRoute("getReport", "GET", "/v1/stations/{id}/report", self.report),
                FakeRoute(
                    "createStation",
                    "POST",
                    "/v1/stations",
                    lambda request: Reply(201, {"id": "s1", "name": "x"}),
                ),
            ],
            secret_fields=["secret"],
        )

    def guard(self, operation: str, request: FakeRequest) -> Reply | None:
        right = request.headers.get("X-Weather-Key") == "k-1234"
        return None if right else Reply(401, {"fault": {"text": "who are you?"}})

    def report(self, request: FakeRequest) -> Reply:
        if request.path["id"] != "north pole":
            return Reply(404, {"fault": {"text": "no such station"}})
        return Reply(200, {"at": "2026-01-31T12:00:00Z", "celsius": -31.5, "sky": "aurora"})


def test_the_page_holds_all_files() -> None:
    assert sorted(FILES) == [
        "cortex_async/contrib/weather/client.py",
        "cortex_sync/contrib/weather/client.py",
        "spec/weather/names.toml",
        "spec/weather/openapi.yaml",
    ]


def check_report(report: Any) -> None:
    assert (report.at, report.celsius, report.sky) == (datetime(2026, 1, 31, 12, tzinfo=UTC), -31.5, "aurora")


async def test_the_async_client(built: Path) -> None:
    client_of = import_module("cortex_async.contrib.weather.client").WeatherClient
    async with Weather() as fake, client_of(key="k-1234", base_url=fake.base_url + "/v1") as client:
        check_report(await client.stations.get_report("north pole"))
        with pytest.raises(NotFound, match="no such station"):
            await client.stations.get_report("nowhere")
        # Retryable according to the names file, permanent according to the error's body.
        fake.next("createStation", Reply(500, {"fault": {"text": "try again"}}))
        station = await client.stations.create(name="x", secret="canary-77")
        assert (station.id, len(fake.requests.all("createStation"))) == ("s1", 2)
        fake.next("createStation", Reply(500, {"fault": {"text": "never canary-77", "final": True}}))
        with pytest.raises(ServerError, match=r"never \*\*\*"):
            await client.stations.create(name="x", secret="canary-77")
        assert len(fake.requests.all("createStation")) == 3


def test_the_sync_client(built: Path) -> None:
    client_of = import_module("cortex_sync.contrib.weather.client").WeatherClient
    with Weather().in_thread() as fake, client_of(key="k-1234", base_url=fake.base_url) as client:
        check_report(client.stations.get_report("north pole"))
