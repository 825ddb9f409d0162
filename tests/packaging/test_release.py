"""A release needs a version, a section of the changelog and a repository, to which the README then links."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.release import ROOT, problems

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def description() -> Callable[[str, str | None, str], str]:
    found: Callable[[str, str | None, str], str] = runpy.run_path(str(ROOT / "setup.py"))["description"]
    return found


def written(folder: Path, changelog: str, urls: str = "") -> Path:
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "0.2.0"\n{urls}')
    (folder / "CHANGELOG.md").write_text(changelog)
    return folder


def test_a_release_that_is_complete_has_no_problems(tmp_path: Path) -> None:
    urls = '[project.urls]\nRepository = "https://github.com/owner/name"\n'
    root = written(tmp_path, "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n", urls)
    assert problems("v0.2.0", root) == []


def test_each_thing_that_is_missing_is_named(tmp_path: Path) -> None:
    root = written(tmp_path, "## [0.2.0] - unreleased\n")
    assert problems("v0.1.0", root) == [
        "tag must be v0.2.0, the version of the package, got v0.1.0",
        "CHANGELOG.md must have a heading '## [0.2.0] - YYYY-MM-DD'",
        "pyproject.toml must name the repository: [project.urls] Repository",
    ]


def test_links_lead_into_the_repository_at_the_released_version(
    description: Callable[[str, str | None, str], str],
) -> None:
    text = "[a](docs/a.md#b) ![p](docs/p.svg) [c](#d) [e](https://host/f)\n```python\nx[0](y)\n```\n[g](h)\n"
    assert description(text, "https://github.com/owner/name/", "1.0") == (
        "[a](https://github.com/owner/name/blob/v1.0/docs/a.md#b)"
        " ![p](https://github.com/owner/name/raw/v1.0/docs/p.svg)"
        " [c](#d) [e](https://host/f)\n```python\nx[0](y)\n```\n"
        "[g](https://github.com/owner/name/blob/v1.0/h)\n"
    )


def test_no_link_of_the_readme_stays_relative(description: Callable[[str, str | None, str], str]) -> None:
    made = description(README, "https://github.com/owner/name", "1.0")
    assert made.count("](https://github.com/owner/name/") > 10
    assert "](docs/" not in made
    assert description(README, None, "1.0") == README
