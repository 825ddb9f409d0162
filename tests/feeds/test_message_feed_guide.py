"""The numbers and tables of docs/message-feed.md are those of the code."""

from __future__ import annotations

from pathlib import Path
from typing import get_args, get_type_hints

from cortex_async.feeds import FeedMessage, MissedMessages, catch_up, ledger, outbox, planning, tracking
from cortex_async.resources import LONGEST_SESSION, RESYNC
from cortex_async.transcripts import Line

GUIDE = (Path(__file__).parents[2] / "docs" / "message-feed.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"up to {tracking.MAX_HELD:,} altogether",
        f"At most {planning.MAX_CONCURRENT} sessions",
        f"{outbox.CAPACITY:,} messages behind",
        f"every {RESYNC:g} seconds",
        f"{planning.CLOSING:g} seconds later",
        f"at most {ledger.LATENESS / 60e6:g} minutes late",
        f"ended within {catch_up.GRACE / 60:g} minutes",
        f"at most about {ledger.MAX_LISTED}",
    ):
        assert found in WORDS, found
    assert LONGEST_SESSION == 86_400, "a day"


def test_every_attribute_and_reason_is_described() -> None:
    for name in FeedMessage.__annotations__:
        assert f"| `{name}` |" in GUIDE
    for name in Line.__annotations__:
        assert f"`{name}`" in GUIDE or name == "annotations"
    for reason in get_args(get_type_hints(MissedMessages)["reason"]):
        assert f'`"{reason}"`' in GUIDE
