"""What the pages say of the repository is there: links, headings, modules, rooms and make targets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (".github", "benchmarks", "cortex_async", "cortex_sync", "docs", "examples", "spec", "tests")
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
    # The golden pages link to those of the errors, which are not beside them.
    if not {".venv", "golden"} & set(page.parts)
)

GUIDES = [ROOT / "docs" / "architecture.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "releasing.md"]
"""Pages that name files and rooms of the repository, as paths between backticks."""

BASES = [
    ROOT,
    ROOT / "cortex_async",
    ROOT / "cortex_async" / "_core",
    ROOT / "cortex_async" / "emulator",
    ROOT / "generator",
]
"""From where a guide may name a path: ``call/attempts`` is cortex_async/_core/call/attempts.py."""

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?![a-z]+:)([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.]+(?:/[\w.-]*)+|[\w.-]+\.(?:py|md|toml|txt|yml|yaml|json|in)")
_TARGET = re.compile(r"\bmake ((?:[A-Z]+=\S+ )*)([a-z][a-z -]*)")


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """GitHub's: lower case, without punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def exists(path: str) -> bool:
    name = path.rstrip("/")
    return any((base / name).exists() or (base / f"{name}.py").exists() for base in BASES)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{name_of(page)}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{name_of(page)}: {link}"


@pytest.mark.parametrize("page", GUIDES, ids=name_of)
def test_paths_that_a_guide_names_exist(page: Path) -> None:
    named = [code for code in _CODE.findall(prose(page)) if _PATH.fullmatch(code)]
    assert named
    assert [path for path in named if not exists(path)] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *GUIDES], ids=name_of)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    blocks = re.findall(r"^make .*$", page.read_text("utf-8"), re.MULTILINE)
    commands = [line.partition("#")[0] for line in blocks] + _CODE.findall(prose(page))
    named = [word for command in commands for found in _TARGET.findall(command) for word in found[1].split()]
    assert [word for word in named if word not in targets and not word.startswith("bench-")] == []


def test_what_is_not_there_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A b, c!\n[x](gone.md) `call/gone` `emulator/` [y](https://host/z)\n```\n[no](link)\n```\n"
    )
    assert _LINK.findall(prose(page)) == ["gone.md"]
    assert anchors(page) == {"a-b-c"}
    assert [exists(path) for path in ("call/gone", "call/attempts", "emulator/", "retry.py")] == [
        False,
        True,
        True,
        True,
    ]
