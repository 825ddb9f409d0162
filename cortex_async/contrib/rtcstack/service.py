"""How RTCstack's API is spoken: its codec, credentials and error bodies."""

from __future__ import annotations

from cortex_async._core.call.service import Service
from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async.contrib.repairs import RepairingCodec, timestamp
from cortex_async.contrib.rtcstack import problems
from cortex_async.contrib.rtcstack._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.rtcstack.signing import SIGNATURE_HEADER

RTCSTACK = Service(
    name="odin-cortex",
    # The service's README shows an integer where the service sends a datetime.
    codec=RepairingCodec(
        "cortex_async.contrib.rtcstack._generated", SECRET_FIELDS, {"Token": timestamp("expiresAt")}
    ),
    base_url="http://localhost:3246",
    schemes=frozenset({"api-key"}),
    read_problem=problems.read,
    secret_headers=SECRET_HEADERS | {SIGNATURE_HEADER.lower()},
    base_suffix="/v1",
)
