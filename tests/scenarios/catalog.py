"""The scenarios of the vendor's pages, from ``scenarios.toml``, with their scripts and scenes."""

from __future__ import annotations

import tomllib
from pathlib import Path

from attrs import frozen

from tests.scenarios.lines import python_lines

HERE = Path(__file__).parent


@frozen
class Page:
    """A page of the vendor."""

    name: str
    title: str
    url: str


@frozen
class Scenario:
    """Something that a page of the vendor shows in TypeScript.

    lines, around: code lines of the original, and of the client and project that it needs.
    basis: how the length was estimated; empty if the original was counted.
    """

    page: Page
    stem: str
    title: str
    lines: int
    around: int
    basis: str = ""

    @property
    def name(self) -> str:
        return f"{self.page.name}/{self.stem}"

    @property
    def original(self) -> int:
        """The lines that its scripts may have."""
        return self.lines + self.around

    @property
    def scripts(self) -> list[Path]:
        """The async version, then the sync version if there is one."""
        both = [HERE / f"{self.name}.py", HERE / f"{self.name}_sync.py"]
        return [path for path in both if path.exists()]

    @property
    def length(self) -> int:
        """The lines of its longest script."""
        return max(python_lines(path.read_text("utf-8")) for path in self.scripts)


def load() -> list[Scenario]:
    data = tomllib.loads((HERE / "scenarios.toml").read_text("utf-8"))
    pages = {name: Page(name, **fields) for name, fields in data["pages"].items()}
    scenarios: list[Scenario] = []
    for fields in data["scenarios"]:
        page, stem = fields.pop("name").split("/")
        scenarios.append(Scenario(pages[page], stem, **fields))
    return scenarios


SCENARIOS = load()
SCRIPTS = sorted(
    path
    for path in HERE.glob("*/*.py")
    if path.parent.name not in ("scenes", "__pycache__") and path.name != "__init__.py"
)
