"""What the fake servers of the contributed APIs share: a real socket, routes, a record of requests, faults.

They use the emulator's connections and recording, but not its spec and state, which belong to Cortex.
Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

from cortex_async.contrib.fake.server import FakeServer
from cortex_async.contrib.fake.wire import FakeRequest, FakeRoute, Handler, Reply, SecretObject, json_body

__all__ = ["FakeRequest", "FakeRoute", "FakeServer", "Handler", "Reply", "SecretObject", "json_body"]
