"""Downloads the spec, within limits of time and size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from cortex_async import CortexClient, ResponseTooLarge
from cortex_cli.connection.target import target_of
from cortex_cli.failures import Failure, usage

if TYPE_CHECKING:
    from cortex_async import ConnectionSettings
    from cortex_cli.invocation import Invocation

PATH: Final = "/api/docs-json"
"""Where the API and emulators serve their spec. It needs no credential."""


async def download(invocation: Invocation, seconds: float, most: int) -> bytes:
    """Return the spec that a server serves, as it is.

    seconds: for all of it. most: bytes.

    Raises ``Failure`` if it is too long or not a spec, and what every call raises.
    """
    target = target_of(invocation, credential=False)
    settings: ConnectionSettings = {"timeout": seconds, "max_response_bytes": most}
    if target.base_url is not None:
        settings["base_url"] = target.base_url
    async with CortexClient.without_credentials(**settings) as client:
        try:
            response = await client.request("GET", PATH)
        except ResponseTooLarge:
            raise Failure(f"the spec is longer than {most} bytes: raise --max-bytes") from None
        parse(response.body, f"{client.base_url}{PATH}")
        return response.body


def parse(content: bytes, shown: str) -> dict[str, Any]:
    """Return an OpenAPI document. Raises ``Failure`` that names ``shown`` if it is not one."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        raise usage(f"{shown} must be an OpenAPI document in JSON, and is not JSON") from None
    document = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    if not str(document.get("openapi", "")).startswith("3.") or not isinstance(document.get("paths"), dict):
        raise usage(f"{shown} must be an OpenAPI document of version 3, and is not")
    return document
