"""The numbers of docs/evidence.md are those of the code, and it describes every part."""

from __future__ import annotations

import re
from pathlib import Path

from cortex_async.evidence import collecting, collector_settings, flags, jobs, page, parts, search
from cortex_async.evidence.manifest import NAME, SIGNATURE, SIGNER

GUIDE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"at most {search.MOST_SESSIONS} of them" in WORDS
    assert f"numbers of lines ({collecting.LINES} by default)" in WORDS
    assert f"recordings up to {page.INLINE >> 20} MiB" in WORDS
    assert f"{collector_settings.KEEP.days} days by default" in WORDS
    assert f"{collector_settings.FOLLOW_UP.seconds // 60} minutes by default" in WORDS
    assert f"a score or severity of {flags.SCORE:g} or more" in WORDS
    assert f"tried again for {jobs.LAST / 3600:g} hours" in WORDS


def test_every_part_is_described() -> None:
    described = set(re.findall(r"`([\w.]+)`", GUIDE.split("| part |")[1].split("\n\n")[0]))
    wanted = {parts.PAGE, parts.TRANSCRIPT, parts.ANNOTATIONS, parts.SESSION, parts.SANCTIONS, parts.AUDIO}
    assert described == wanted | {NAME, SIGNATURE, SIGNER}
