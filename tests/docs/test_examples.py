"""Every example of README and docs runs as it is written, and the output that a page shows is the output there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.evaluating import block_of
from tests.docs.pages import PAGES, examples
from tests.docs.scenes import module_of, scene
from tests.docs.stage import Stage

WITH_EXAMPLES = [page for page in PAGES if any(block_of(example) for example in examples(page))]


@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_the_examples_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    options = {
        name: value() if callable(value) else value
        for name, value in getattr(module_of(page), "OPTIONS", {"project_id": "my-project"}).items()
    }
    found = examples(page)
    with Stage(folder, monkeypatch, **options) as stage, scene(page, stage):
        for example in found:
            example.namespace["stage"] = stage
            example.evaluate()
