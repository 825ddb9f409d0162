"""``python -m tests.docs.offline build/site``: the built site loads nothing from other hosts.

Links that a reader may follow are fine; scripts, style sheets, fonts and pictures are not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_LOADING = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}


class _Assets(HTMLParser):
    """Collects the addresses of what a browser loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and _LOADING & set(values.get("rel", "").lower().split()):
            self.found.append(values.get("href", ""))
        self.found += [values[name] for name in ("src", "srcset", "poster", "data") if name in values]
        self.found += _CSS.findall(values.get("style", ""))


def remote(html: str) -> list[str]:
    """The addresses on other hosts that a page loads."""
    assets = _Assets()
    assets.feed(html)
    return [address for address in assets.found if _REMOTE.match(address)]


def wrong(site: Path) -> Iterator[str]:
    """What the files of a site load from other hosts."""
    for file in sorted(site.rglob("*.html")):
        yield from (f"{file.relative_to(site)}: {address}" for address in remote(file.read_text("utf-8")))
    for file in sorted(site.rglob("*.css")):
        yield from (f"{file.relative_to(site)}: {found}" for found in _CSS.findall(file.read_text("utf-8")))


def main(arguments: list[str]) -> int:
    found = list(wrong(Path(arguments[0])))
    print("\n".join(found) or "the site loads nothing from other hosts")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
