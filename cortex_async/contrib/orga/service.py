"""How Orga AI's API is spoken: its codec, credentials and error bodies."""

from __future__ import annotations

from cortex_async._core.call.service import Service
from cortex_async.contrib.orga import problems
from cortex_async.contrib.orga._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.orga.credentials import API_KEY, EPHEMERAL
from cortex_async.contrib.repairs import RepairingCodec, no_nulls, timestamp

ORGA = Service(
    name="odin-cortex",
    codec=RepairingCodec(
        "cortex_async.contrib.orga._generated",
        SECRET_FIELDS,
        {
            "ClientSecret": timestamp("expires_at"),
            "IceConfig": no_nulls("iceServers"),
            "decode_get_ice_config_response": no_nulls("iceServers"),
        },
    ),
    base_url="https://api.orga-ai.com",
    schemes=frozenset({API_KEY, EPHEMERAL}),
    read_problem=problems.read,
    base_suffix="/v1",
)
