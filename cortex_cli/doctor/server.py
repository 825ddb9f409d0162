"""Checks of the server without a credential: that it is an API, and what time it has."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Final

from cortex_async import CallError, CortexClient, Response
from cortex_async._core.timing.clock import monotonic, unix
from cortex_cli.doctor.finding import Finding, failed, ok, skipped, warning

_SKEW: Final = 30.0
"""Seconds that the clocks may differ. Tokens and the signatures of webhooks depend on them."""


async def server(client: CortexClient) -> list[Finding]:
    """Check that the server responds, and what time it has."""
    started, began = monotonic(), unix()
    try:
        response = await client.request("GET", "/api")
    except CallError as error:
        advice = "check --base-url; if the API is down, try again later"
        return [failed("server", error, advice)]
    took = monotonic() - started
    found = ok("server", f"{client.base_url} responded {response.status} ({took * 1000:.0f} ms)")
    return [found, _clock(response, began + took / 2)]


def _clock(response: Response, now: float) -> Finding:
    try:
        theirs = parsedate_to_datetime(response.headers["Date"]).timestamp()
    except (KeyError, ValueError):
        return skipped("clock", "the server sends no Date")
    # Its resolution is one second, on the average half of it ago.
    ahead = now - (theirs + 0.5)
    if abs(ahead) <= _SKEW:
        return ok("clock", f"within {max(1.0, abs(ahead)):.0f} s of the server's")
    side = "ahead of" if ahead > 0 else "behind"
    advice = "set this machine's clock, e.g. with NTP: tokens and webhook signatures depend on it"
    return warning("clock", f"{abs(ahead):.0f} s {side} the server's", advice)
