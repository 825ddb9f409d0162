"""What the site makes of Markdown, and the checks of links and of remote assets find what is wrong."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

from tests.docs import links, offline
from tests.docs.pages import ROOT


def _pages() -> Any:
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / "docs" / "_site" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = _pages()
PAGE = ROOT / "docs" / "recipes" / "flask.md"


def site(source: str, repository: str | None = None) -> str:
    return str(PAGES.site_markdown(source, PAGE, repository))


def test_labels_between_the_comments_become_tabs() -> None:
    made = site("a\n\n<!-- tabs -->\n**Async**\n\n```python\n1\n```\n\n**Sync**\n\n2\n<!-- /tabs -->\n\nb\n")
    assert made.startswith("a\n\n::::{tab-set}\n:sync-group: async-sync\n")
    assert re.findall(r":::\{tab-item\} (\w+)\n:sync: (\w+)", made) == [("Async", "async"), ("Sync", "sync")]
    assert made.endswith("2\n:::\n::::\n\nb\n")


def test_a_file_name_becomes_a_caption() -> None:
    assert (
        site('a\n\n```python title="shop.py"\n1\n```\n')
        == "a\n\n```{code-block} python\n:caption: shop.py\n\n1\n```\n"
    )


def test_links_out_of_the_folder_lead_to_a_page_the_repository_or_a_copy() -> None:
    linked = "[a](../../CHANGELOG.md#x) [b](../../examples/quickstart.py) [c](../faq.md) [d](https://host/x)"
    assert site(linked) == (
        "[a](../changelog.md#x) [b](path:../../examples/quickstart.py) [c](../faq.md) [d](https://host/x)"
    )
    assert "](https://host/r/blob/main/examples/quickstart.py)" in site(linked, "https://host/r")
    assert (
        site("```\n[b](../../examples/quickstart.py)\n```\n")
        == "```\n[b](../../examples/quickstart.py)\n```\n"
    )


def test_comments_are_left_out_and_files_are_included() -> None:
    assert site("a\n<!-- not\nshown -->\nb\n") == "a\nb\n"
    included = site("# x\n\n<!-- include ../../CONTRIBUTING.md -->\n")
    assert included.startswith("# Contributing")
    assert "](../architecture.md)" in included


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(links, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# One `two`\n\n## Three\n\n[a](#one-two) [b](#four) [c](none.md) [d](page.md#three) ![e](x.png)\n"
    )
    assert [problem.partition(": ")[2] for problem in links.wrong(page)] == [
        "#four: no such heading",
        "none.md: no such file",
        "x.png: no such file",
    ]


def test_links_of_the_pages_lead_somewhere() -> None:
    assert [problem for file in links.FILES for problem in links.wrong(file)] == []


def test_what_a_browser_would_load_is_found() -> None:
    html = (
        '<a href="https://a/x"></a><script src="https://b/x.js"></script><img src="//c/x.png"><img src="x.png">'
        '<link rel="stylesheet" href="https://d/x.css"><link rel="canonical" href="https://e/"> '
        '<p style="background: url(https://f/x.png)"></p>'
    )
    assert offline.remote(html) == ["https://b/x.js", "//c/x.png", "https://d/x.css", "https://f/x.png"]
