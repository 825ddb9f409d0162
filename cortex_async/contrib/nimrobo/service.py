"""How Nimrobo's API is spoken: its codec, credentials and error bodies."""

from __future__ import annotations

from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async.contrib.nimrobo import problems
from cortex_async.contrib.nimrobo._generated.secrets import SECRET_FIELDS

NIMROBO = Service(
    name="odin-cortex",
    codec=Codec("cortex_async.contrib.nimrobo._generated", SECRET_FIELDS),
    base_url="https://app.nimroboai.com/api",
    schemes=frozenset({"bearer"}),
    read_problem=problems.read,
    base_suffix="/v1",
)
