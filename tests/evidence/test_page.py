"""The page of a bundle: what people wrote is shown and nothing else happens, also in a real browser."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from attrs import evolve

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.evidence import Evidence, collect_evidence, page, read_evidence, save_evidence
from cortex_async.evidence.page import render
from tests.emulator.browser import CHROMIUM, tab
from tests.emulator.test_status_page_browser import FAINT
from tests.evidence.cases import Case
from tests.evidence.test_collecting import DECISION
from tests.transcripts.made import EVERYTHING, HOSTILE
from tests.transcripts.test_pages import Page, readable

browser_only = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture
async def found(case: Case, project: ProjectScope, tmp_path: Path) -> Evidence:
    collected = await collect_evidence(
        project, tmp_path / "a.zip", message_id=case.message_id, decision=DECISION
    )
    return read_evidence(collected.path)


def hostile(found: Evidence, evil: str) -> Evidence:
    """Evidence in which every string that comes from outside is hostile."""
    assert found.person is not None
    assert found.session is not None
    assert found.line is not None
    (flag,) = found.line.annotations or ()
    flag = evolve(flag, type=evil, data={evil: [evil]})
    line = evolve(found.line, text=evil, annotations=(flag,), speaker=evolve(found.line.speaker, name=evil))
    return evolve(
        found,
        project_id=evil,
        lines=tuple(line if one.id == line.id else one for one in found.lines),
        person=evolve(found.person, name=evil, external_user_id=evil),
        session=evolve(found.session, title=evil),
        sanctions=tuple(
            evolve(one, reason=evil, type=evil, metadata={evil: evil}) for one in found.sanctions
        ),
        decision=evolve(DECISION, facts=evil, actor=evil),
    )


async def test_nothing_that_people_wrote_is_markup(found: Evidence) -> None:
    plain = Page(render(hostile(found, "plain"))).tags
    for evil in HOSTILE:
        source = render(hostile(found, evil))
        source.encode()
        shown = Page(source)
        assert shown.tags <= plain | {("li", ())}, evil
        assert shown.texts["mark"] == [readable(evil)]


async def test_a_page_loads_nothing_but_its_recording(found: Evidence) -> None:
    source = render(evolve(found, lines=EVERYTHING.lines))
    assert "default-src 'none'" in source
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import|\bon\w+=", source)
    assert set(re.findall(r'(?:src|href)="([^",;]+)', source)) <= {"audio.wav", "#line", "data:audio/wav"}


async def test_large_recordings_stay_beside_the_page(
    found: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found.audio is not None
    for limit, inline in ((found.audio.size, True), (found.audio.size - 1, False)):
        monkeypatch.setattr(page, "INLINE", limit)
        assert ('src="data:audio/wav;base64,' in render(found)) is inline
    assert "<audio" not in render(evolve(found, audio=None))


PLAYABLE = """new Promise((done, failed) => {
    const audio = document.querySelector('audio');
    const look = () => done([audio.duration, audio.currentSrc.slice(0, 5)]);
    audio.readyState ? look() : (audio.onloadedmetadata = look);
    audio.querySelector('source:last-of-type').onerror = () => failed('not playable');
})"""


@browser_only
async def test_it_reads_and_plays_in_a_browser(found: Evidence, chromium: str, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)>\u202egnp.exe"
    save_evidence(hostile(found, evil), tmp_path / "evil.zip")
    with zipfile.ZipFile(tmp_path / "evil.zip") as archive:
        archive.extractall(tmp_path / "evil")
    async with tab(chromium, width=420) as shown:
        await shown.open((tmp_path / "evil" / "index.html").as_uri())
        duration, source = await shown.run(PLAYABLE)
        assert (duration, source) == (pytest.approx(0.25, abs=0.01), "data:")
        await shown.run("document.querySelector('a[href=\"#line\"]').click()")
        assert await shown.run("document.querySelector(':target').textContent.includes('onerror')")
        assert await shown.run("document.documentElement.scrollWidth <= innerWidth")
        assert await shown.run("document.querySelectorAll('img, script').length") == 0
        for scheme in ("light", "dark"):
            await shown.look(420, scheme)
            assert await shown.run(FAINT) == [], scheme
        assert await shown.run("document.querySelector('[aria-current]').id") == "line"
        # The page alone, and with a recording that is too large for it.
        await shown.run("document.querySelector('source').remove()")
        await shown.run("document.querySelector('audio').load()")
        assert (await shown.run(PLAYABLE))[1] == "file:"
        assert not shown.problems


async def test_what_is_missing_is_shown(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    emulator.faults.always("getMessages", status=404)
    collected = await collect_evidence(
        project, tmp_path, sanction_id=case.sanction_id, session_id=case.session_id
    )
    source = render(read_evidence(collected.path))
    assert "What could not be had" in source
    assert "<h2>Transcript" not in source
    assert "the transcript does not exist, was deleted, or belongs to another project (404)" in source
