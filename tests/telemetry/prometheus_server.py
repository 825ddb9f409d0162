"""A real Prometheus on loopback, for tests of what it makes of our metrics, dashboard and alerts."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.ports import free_port

needs_prometheus = pytest.mark.skipif(
    shutil.which("prometheus") is None, reason="no prometheus on this machine"
)
needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool on this machine")

SCRAPE_INTERVAL = "250ms"


class Prometheus:
    """The HTTP API of a running server: https://prometheus.io/docs/prometheus/latest/querying/api/."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self._http = http

    async def get(self, path: str, **parameters: str) -> Any:
        """The data of a response. Raises ``AssertionError`` with the server's message for an error."""
        async with self._http.get(f"{self.url}/api/v1/{path}", params=parameters) as response:
            body = await response.json()
        assert body["status"] == "success", f"{path} {parameters}: {body.get('error')}"
        return body["data"]

    async def query(self, expression: str) -> list[Mapping[str, Any]]:
        """The series that an expression gives now."""
        found: list[Mapping[str, Any]] = (await self.get("query", query=expression))["result"]
        return found

    async def label_values(self, label: str, series: str) -> list[str]:
        """The values of a label in the series that match a selector."""
        found: list[str] = await self.get(f"label/{label}/values", **{"match[]": series})
        return found


def configuration(target: str, rules: Path | None) -> str:
    """A configuration that scrapes one target. JSON is YAML."""
    host = target.removeprefix("http://")
    return json.dumps(
        {
            "global": {"scrape_interval": SCRAPE_INTERVAL, "evaluation_interval": SCRAPE_INTERVAL},
            "rule_files": [] if rules is None else [str(rules)],
            "scrape_configs": [
                {
                    "job_name": "service",
                    "scrape_timeout": SCRAPE_INTERVAL,
                    "static_configs": [{"targets": [host]}],
                }
            ],
        }
    )


@asynccontextmanager
async def prometheus(
    target: str, folder: Path, *, rules: Path | None = None
) -> AsyncGenerator[Prometheus, None]:
    """A server that scrapes ``target`` and keeps its data in ``folder``; stopped at the end."""
    config, log = folder / "prometheus.json", folder / "prometheus.log"
    config.write_text(configuration(target, rules), "utf-8")
    address = f"127.0.0.1:{free_port()}"
    with log.open("wb") as output:
        server = await asyncio.create_subprocess_exec(
            "prometheus",
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--log.level=warn",
            stdout=output,
            stderr=output,
        )
    try:
        async with aiohttp.ClientSession() as http:
            await _until_ready(http, f"http://{address}/-/ready", server, log)
            yield Prometheus(f"http://{address}", http)
    finally:
        if server.returncode is None:
            server.kill()  # nobody needs its data, and an orderly end takes longer
        await server.wait()


async def _until_ready(
    http: aiohttp.ClientSession, url: str, server: asyncio.subprocess.Process, log: Path
) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with http.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            assert server.returncode is None, f"prometheus did not start: {log.read_text('utf-8')}"
            await asyncio.sleep(0.02)
