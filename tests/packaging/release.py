"""Check that a tag can be released: ``python -m tests.packaging.release v0.1.0``. See docs/releasing.md."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from generator.source import version as source

ROOT = Path(__file__).parents[2]


def problems(tag: str, root: Path = ROOT) -> list[str]:
    """What prevents a release of ``tag``, in a line each."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    version = source.version(root)
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    found = []
    if tag != f"v{version}":
        found.append(f"tag must be v{version}, the version of the package, got {tag or 'none'}")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md must have a heading '## [{version}] - YYYY-MM-DD'")
    if "Repository" not in project.get("urls", {}):
        found.append("pyproject.toml must name the repository: [project.urls] Repository")
    return found


if __name__ == "__main__":
    wrong = problems(sys.argv[1] if len(sys.argv) > 1 else "")
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    sys.exit(bool(wrong))
