"""The notebook of the docs runs from the first cell to the last, and draws what the docs show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.archives.notebook import IMAGES, NOTEBOOK, ROOT, executed, pictures


@pytest.mark.filterwarnings("ignore::DeprecationWarning:(nbclient|zmq|jupyter_client).*")
def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = executed(tmp_path)
    printed = [
        output.text for cell in notebook.cells for output in cell.get("outputs", ()) if "text" in output
    ]
    assert printed[0].startswith("read 2 of 2 sessions, 2 new, ")
    assert len(printed) == 1  # no warning either
    drawn = pictures(notebook)
    page = (ROOT / "docs" / "archives-engines.md").read_text("utf-8")
    assert list(drawn) == re.findall(r"\(images/([\w-]+)\.svg\)", page)
    for name, picture in drawn.items():
        kept = (IMAGES / f"{name}.svg").read_text("utf-8")
        for text in ("bob", "Ranked Match", "messages per minute", "toxicity", "20:30", "100%"):
            assert (f">{text}" in kept) == (f">{text}" in picture), (name, text)
    assert "Ranked Match" in drawn["archive-messages-per-minute"]


def test_the_notebook_is_kept_without_outputs() -> None:
    assert '"outputs": []' in NOTEBOOK.read_text("utf-8")
    assert "image/svg+xml" not in NOTEBOOK.read_text("utf-8")
