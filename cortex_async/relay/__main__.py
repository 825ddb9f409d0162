"""``python -m cortex_async.relay --sink redis://...``: run a relay as a process."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cortex_async.relay.service.command import parser_of, run_service
from cortex_async.relay.service.options import RELAY
from cortex_async.relay.service.relays import serve_relay

PROG = "python -m cortex_async.relay"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(
        PROG,
        "Publish the events of a project to a broker. The credential is in CORTEX_API_KEY or CORTEX_ACCESS_TOKEN.",
        RELAY,
    )
    return run_service(PROG, RELAY, parser.parse_args(arguments), serve_relay)


if __name__ == "__main__":
    sys.exit(main())
