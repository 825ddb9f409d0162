"""What the fake servers of the contributed APIs have in common: a real socket, routes, a record of requests, faults.

They stand on the emulator's machinery for connections and recordings; its document and its state are Cortex's own.
Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

from cortex_async.contrib.fake.server import FakeServer
from cortex_async.contrib.fake.wire import Asked, FakeRoute, Handler, Reply, Unshown, json_body

__all__ = ["Asked", "FakeRoute", "FakeServer", "Handler", "Reply", "Unshown", "json_body"]
