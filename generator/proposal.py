"""``python -m generator.proposal FOLDER TEXT``: copies what another job built into the repository, as data.

That job has read an OpenAPI document from outside, so nothing it built is trusted: its files may replace
generated code and the spec, and its report becomes inert text. Imports only the standard library, since the
job that runs this module may write to the repository and installs nothing.

``FOLDER/files`` contains spec/cortex and, if the build succeeded, both `_generated` directories of Cortex,
complete. ``FOLDER/changes.md`` or ``FOLDER/refused`` explains the change. ``TEXT`` is the file for the body
of the pull request.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.escaping import line
from generator.text import visible

CODE = ("cortex_async/_generated", "cortex_sync/_generated")
_ALLOWED = re.compile(
    r"spec/cortex/(?:openapi\.json|openapi\.yaml|lock\.json|names\.toml)"
    r"|cortex_(?:async|sync)/_generated/(?:[A-Za-z_][A-Za-z0-9_]{0,199}/){0,4}[A-Za-z_][A-Za-z0-9_]{0,199}\.(?:py|md|json|yaml)"
)
_FILES, _BYTES, _TEXT = 5000, 100 << 20, 60_000
# Never in the generator's own Markdown, which escapes these.
_STRANGE = re.compile(r"[<>@]|!\[|\]\(|::|##\[|://")


class Unfit(Exception):
    """Input that is not a valid proposal."""


def main(arguments: list[str]) -> int:
    folder, text = map(Path, arguments)
    try:
        files = proposed(folder / "files")
        written = body(folder, os.environ)
    except Unfit as problem:
        print(f"error: {line(str(problem))}", file=sys.stderr)
        return 2
    take(files, Path.cwd())
    text.write_text(written, "utf-8")
    return 0


def proposed(folder: Path) -> dict[str, Path]:
    """Return the files below ``folder`` by their path in the repository.

    Raises ``Unfit`` for a path that is not allowed.
    """
    found: dict[str, Path] = {}
    size = 0
    for path in _walk(folder):
        place = path.relative_to(folder).as_posix()
        if not _ALLOWED.fullmatch(place):
            raise Unfit(f"{place}: is neither generated code nor part of the spec")
        found[place] = path
        size += path.stat().st_size
        if len(found) > _FILES or size > _BYTES:
            raise Unfit(f"{place}: more than {_FILES} files or {_BYTES} bytes")
    if not any(place.startswith("spec/cortex/openapi.") for place in found):
        raise Unfit("spec/cortex: holds no OpenAPI document")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                raise Unfit(f"{entry.name}: is neither file nor directory")
            if entry.is_dir():
                yield from _walk(Path(entry.path))
            else:
                yield Path(entry.path)


def take(files: Mapping[str, Path], root: Path) -> None:
    """Copy contents, not modes. A proposed directory of code replaces the existing one."""
    for code in CODE:
        if any(place.startswith(f"{code}/") for place in files) and (root / code).is_dir():
            shutil.rmtree(root / code)
    for place, source in files.items():
        target = root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def body(folder: Path, environment: Mapping[str, str]) -> str:
    """Return the body of the pull request: the generator's own Markdown, or anything else as a code block."""
    changes, refused = folder / "changes.md", folder / "refused"
    if changes.is_file() and not changes.is_symlink():
        return _shown(_read(changes)) + _results(environment)
    if refused.is_file() and not refused.is_symlink():
        return f"The new spec needs a decision before it can become code:\n\n{_block(_read(refused))}"
    raise Unfit("changes.md, refused: both are missing")


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        text = file.read(_TEXT + 1)
    if len(text) <= _TEXT:
        return text
    cut = text[:_TEXT].rpartition("\n")[0]
    fence = "```\n" if sum(one.startswith("```") for one in cut.splitlines()) % 2 else ""
    return f"{cut}\n{fence}\nThe rest was cut off.\n"


def _shown(text: str) -> str:
    lines = text.split("\n")
    if any(_STRANGE.search(one) or visible(one) != one for one in lines):
        return _block(text)
    return text


def _block(text: str) -> str:
    """Return a code block that Markdown does not interpret, whatever the text contains."""
    lines = [line(one).replace("`", "\\x60") for one in text.strip().splitlines()]
    return "\n".join(["```", *lines, "```", ""])


def _results(environment: Mapping[str, str]) -> str:
    checked, tested = (
        "passed" if environment.get(name) == "passed" else "**failed**" for name in ("CHECKED", "TESTED")
    )
    run = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}".format_map(dict(environment))
    return f"\n---\nmake check: {checked}, make test: {tested} ([run]({run}))\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
