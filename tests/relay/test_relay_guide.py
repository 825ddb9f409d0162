"""The numbers of docs/relay.md are those of the code."""

from __future__ import annotations

from pathlib import Path

from cortex_async.relay import settings
from cortex_async.relay.hindrance import HINDERED
from cortex_async.relay.repair import webhook_log
from cortex_async.relay.repair.snapshots import MAX_ROWS

GUIDE = (Path(__file__).parents[2] / "docs" / "relay.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"up to `hold` seconds ({settings.HOLD:g})",
        f"every `resync` seconds ({settings.RESYNC:g})",
        f"after `lease` seconds ({settings.LEASE:g})",
        f"`buffer_size` events ({settings.BUFFER_SIZE:,})",
        f"`buffer_bytes` ({settings.BUFFER_BYTES >> 20} MiB)",
        f"after `give_up` seconds ({settings.GIVE_UP:g})",
        f"no connection to the API for {HINDERED:g} seconds",
        f"at most {webhook_log.MAX_LOGGED:,} events",
        f"more than {webhook_log.TRUSTED / 3600:g} hours",
        f"more than {MAX_ROWS:,} resources",
    ):
        assert found in WORDS
