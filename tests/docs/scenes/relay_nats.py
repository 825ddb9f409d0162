"""docs/relay-nats.md: with a NATS server of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from tests.docs.stage import Stage
from tests.relay.nats.server import Server


def prepare(stage: Stage) -> Iterator[None]:
    server = Server(stage.folder.parent)
    server.start()
    stage.run(server.ready())
    stage.names["nats_url"] = server.url
    yield
    server.stop()
    gc.collect()  # what nats-py has left of connections that failed
