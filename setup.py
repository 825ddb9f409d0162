"""The description that a package index shows: README.md, with links that also work away from the repository.

Everything else is in pyproject.toml. Links stay relative while ``[project.urls]`` names no ``Repository``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).parent
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_RELATIVE = re.compile(r"\]\((?![a-z]+:|#)([^)\s]+)\)")


def description(readme: str, repository: str | None, version: str) -> str:
    """``readme`` with its relative links leading to the files of ``v{version}`` in a GitHub repository."""
    if repository is None:
        return readme
    base = repository.rstrip("/")

    def absolute(link: re.Match[str]) -> str:
        kind = "raw" if link[1].endswith((".svg", ".png")) else "blob"
        return f"]({base}/{kind}/v{version}/{link[1]})"

    parts = _FENCED.split(readme)
    return "".join(part if part.startswith("```") else _RELATIVE.sub(absolute, part) for part in parts)


def version() -> str:
    """The version of the package, which nothing but its own module has.

    Building must not import the package.
    """
    module = (ROOT / "cortex_async" / "_core" / "version.py").read_text("utf-8")
    (found,) = re.findall(r'^VERSION: Final = "(.+)"$', module, re.MULTILINE)
    return str(found)


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    setup(
        long_description=description(
            (ROOT / "README.md").read_text("utf-8"), project["urls"].get("Repository"), version()
        ),
        long_description_content_type="text/markdown",
    )
