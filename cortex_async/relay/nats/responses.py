"""Responses of JetStream, and the status messages that end several of them."""

from __future__ import annotations

from typing import Any

import orjson
from attrs import frozen
from nats.aio.msg import Msg


@frozen
class Refusal:
    """An error response of JetStream. code: its ``err_code``."""

    code: int
    description: str


def read(data: bytes) -> dict[str, Any] | Refusal:
    """Read a response of JetStream."""
    response: dict[str, Any] = orjson.loads(data)
    error = response.get("error")
    return response if error is None else Refusal(error.get("err_code", 0), error.get("description", ""))


def status_of(message: Msg) -> str:
    """The status of a message that ends a response, empty for one with content."""
    headers = message.headers
    return (headers.get("Status") or "") if headers and not message.data else ""
