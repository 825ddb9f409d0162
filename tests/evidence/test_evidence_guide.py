"""Every example of docs/evidence.md runs as printed, and its numbers are those of the code."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ProjectScope
from cortex_async.evidence import collecting, collector_settings, flags, jobs, page, parts, search, verify
from cortex_async.evidence.manifest import NAME, SIGNATURE, SIGNER
from tests.evidence.cases import Case
from tests.evidence.conftest import START

GUIDE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
WORDS = " ".join(GUIDE.split())


async def test_the_examples_run(
    case: Case, project: ProjectScope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").mkdir()
    printed: list[tuple[object, ...]] = []
    served: list[bool] = []

    async def serve() -> None:
        served.append(True)

    names: dict[str, Any] = {
        "project": project,
        "message_id": case.message_id,
        "sanction_id": case.sanction_id,
        "appealed_at": START,
        "serve": serve,
        "print": lambda *values: printed.append(values),
    }
    for number, example in enumerate(EXAMPLES):
        body = textwrap.indent(f"{example}\nreturn locals()", "    ")
        source = f"async def example(collected=None, verify=None):\n{body}"
        exec(compile(source, f"docs/evidence.md, example {number + 1}", "exec"), names)
        kept = await names["example"](names.get("collected"), names.get("verify"))
        names.update(kept)
    assert served
    assert printed[-2:-1] == [(True, (), (), ())]
    assert printed[-1][:2] == (True, "valid")
    assert verify(names["collected"].path).ok
    assert names["revised"].revisions[0].reason == "appeal decided"


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
