"""A minimal client: the emulator is tested without the SDK."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import aiohttp
import orjson
import pytest
from attrs import field, frozen

from cortex_async.emulator import Emulator
from cortex_async.emulator.spec import Match, load_spec, split_path


@frozen
class Response:
    status: int
    body: Any
    headers: Any = field(repr=False)

    def __getitem__(self, name: str | int) -> Any:
        return self.body[name]


PUBLISHED: dict[str, str] = orjson.loads(
    resources.files("cortex_async._generated").joinpath("operation_ids.json").read_bytes()
)


def skip_if_removed(method: str, path: str) -> None:
    """Skip a test of an operation that the vendor has removed; the checklist of ``make regenerate`` says to
    delete it.
    """
    segments = split_path(path.partition("?")[0])
    if segments is None or isinstance(load_spec().find(method, segments), Match):
        return
    for id_, route in PUBLISHED.items():
        if re.fullmatch(re.sub(r"\{[^{}]*\}", "[^/]+", route), f"{method} /{'/'.join(segments)}"):
            pytest.skip(f"{id_} is removed from the API: delete this test")


class Api:
    """Calls below the default project; a path that starts with /api is used unchanged."""

    def __init__(self, emulator: Emulator, http: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self.http = http
        self.headers = {"X-API-Key": emulator.api_key}

    def url(self, path: str) -> str:
        below = "" if path.startswith("/api") else f"/api/projects/{self.emulator.project_id}"
        return self.emulator.base_url + below + path

    async def call(self, method: str, path: str, body: Any = None, **options: Any) -> Response:
        headers = options.pop("headers", self.headers)
        if body is not None:
            options["json"] = body
        skip_if_removed(method, self.url(path).removeprefix(self.emulator.base_url))
        async with self.http.request(method, self.url(path), headers=headers, **options) as response:
            if response.content_type == "application/json":
                return Response(response.status, await response.json(), response.headers)
            return Response(response.status, await response.read(), response.headers)

    async def ok(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        response = await self.call(method, path, body, **options)
        assert 200 <= response.status < 300, response
        return response.body

    async def get(self, path: str, **options: Any) -> Any:
        return await self.ok("GET", path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return await self.ok("POST", path, body, **options)

    async def as_user(self, method: str, path: str, body: Any = None) -> Response:
        """Call with a JWT instead of the key."""
        headers = {"Authorization": f"Bearer {self.emulator.access_token}"}
        return await self.call(method, path, body, headers=headers)

    async def session(self, **values: Any) -> Any:
        return await self.post("/sessions", {"title": "Raid", "externalRoomId": "room-1", **values})

    async def participant(self, user: str = "ada") -> Any:
        return await self.post("/participants", {"externalUserId": user})

    async def gathering(self, **values: Any) -> Any:
        return await self.post("/gatherings", {"name": "Lobby", "type": "lobby", **values})

    def events(self, *types: str) -> list[Any]:
        """The emitted events of these types."""
        return [event for event in self.emulator.events if not types or event["type"] in types]

    def event_types(self) -> list[str]:
        return [event["type"] for event in self.emulator.events]
