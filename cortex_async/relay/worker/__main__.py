"""``python -m cortex_async.relay.worker handlers:router --source redis://...``: run a worker as a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cortex_async.relay.service.command import parser_of, run_service
from cortex_async.relay.service.options import WORKER
from cortex_async.relay.service.workers import serve_worker

PROG = "python -m cortex_async.relay.worker"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(PROG, "Run the handlers of a router on the events that relays publish.", WORKER)
    parser.add_argument(
        "router", nargs="?", metavar="MODULE:ROUTER", help="the EventRouter (CORTEX_WORKER_ROUTER)"
    )
    parsed = parser.parse_args(arguments)
    router = parsed.router or os.environ.get("CORTEX_WORKER_ROUTER", "")
    if not router:
        parser.error("name the router, such as bot.handlers:router, or set CORTEX_WORKER_ROUTER")
    return run_service(PROG, WORKER, parsed, lambda options, note: serve_worker(router, options, note))


if __name__ == "__main__":
    sys.exit(main())
