"""Generated files on disk: formats, compares, writes, and deletes stale ones."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.place import place_of, written_beside
from generator.refusal import Refusal

# ruff sorts imports and removes unused ones, so a template imports everything that its modules may need.
_FLAGS = ("--isolated", "--no-cache", "--quiet", "--line-length", "110", "--target-version", "py311")
# Declared, since the temporary folder holds only generated files and not the packages around them.
_FIRST_PARTY = ("--config", 'lint.isort.known-first-party=["cortex_async", "cortex_sync"]')


_known: dict[tuple[str, str, frozenset[str]], str] = {}
"""What this process has formatted: (path, text, packages) -> formatted text.

Commands that build several times format most files the same way each time.
"""

_MOST = 20_000
"""Files in it, before all are forgotten."""


def formatted(files: Mapping[str, str]) -> dict[str, str]:
    """Format the Python files with ruff and leave the others unchanged.

    Raises ``Refusal`` for invalid Python.
    """
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    # Where a module is sorted among the imports depends on the packages that are there, and on nothing else
    # outside the file.
    packages = frozenset(path.split("/")[0] for path in python)
    new = {path: text for path, text in python.items() if (path, text, packages) not in _known}
    if new:
        results = _by_ruff(new, packages)
        if len(_known) > _MOST:
            _known.clear()
        _known.update({(path, new[path], packages): result for path, result in results.items()})
        python |= results
    return {
        path: python[path] if path in new else _known.get((path, text, packages), text)
        for path, text in files.items()
    }


def _by_ruff(files: Mapping[str, str], packages: Iterable[str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="generator-") as folder:
        root = Path(folder)
        for package in packages:
            if not package.endswith(".py"):
                (root / package).mkdir()
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        _run("check", "--fix", "--select", "F401,I001,UP035,UP017", *_FIRST_PARTY, *_FLAGS, folder=root)
        _run("format", "--config", "format.skip-magic-trailing-comma=true", *_FLAGS, folder=root)
        return {path: (root / path).read_text("utf-8") for path in files}


def _run(*command: str, folder: Path) -> None:
    try:
        # Only here: commands that write nothing also run where ruff is not installed.
        from ruff import find_ruff_bin

        # The binary itself: `python -m ruff` takes five times as long, most of it for starting Python.
        # In the folder, since ruff takes the directories around it for first-party packages.
        result = subprocess.run(
            [find_ruff_bin(), *command, "."], cwd=folder, capture_output=True, text=True, check=False
        )
    except (ImportError, OSError) as error:
        raise Refusal(
            "ruff", f"cannot be started ({error})", "install it: pip install -r requirements/generator.txt"
        ) from None
    if result.returncode != 0:
        lines = (result.stdout + result.stderr).strip().splitlines() or ["no output"]
        raise Refusal(
            "ruff",
            f"rejects the emitted code: {lines[0]}",
            "this is a bug of the generator: report it with the spec",
        )


def differences(files: Mapping[str, str | bytes], root: Path, owned: tuple[str, ...]) -> list[str]:
    """Return one line for every file on disk that is missing, different or unexpected."""
    found: list[str] = []
    for path in sorted(files):
        target = root / path
        if not target.is_file():
            found.append(f"{path}: missing")
        elif target.read_bytes() != _bytes(files[path]):
            found.append(f"{path}: differs")
    found += [f"{path}: unexpected" for path in stale(files, root, owned)]
    return found


def stale(files: Mapping[str, str | bytes], root: Path, owned: tuple[str, ...]) -> list[str]:
    """Return the files below the owned directories that the generator would not create."""
    return sorted(path for folder in owned for path in _below(root, folder) if path not in files)


def _below(root: Path, folder: str) -> Iterator[str]:
    for path in (root / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix()


def write(files: Mapping[str, str | bytes], root: Path, owned: tuple[str, ...]) -> list[str]:
    """Write what differs, all or nothing, and delete stale files. Returns the paths that changed."""
    new = {
        path: text
        for path, text in ((path, _bytes(files[path])) for path in sorted(files))
        if not (root / path).is_file() or (root / path).read_bytes() != text
    }
    replace_all({root / path: text for path, text in new.items()})
    gone = stale(files, root, owned)
    for path in gone:
        (root / path).unlink()
    return [*new, *gone]


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Replace all files or none: write each beside its target, then rename.

    Raises ``Refusal`` if one cannot be written.

    Links are followed and modes kept. Only a crash of the machine between two renames can leave some
    files replaced.
    """
    waiting: dict[Path, Path] = {}
    done: dict[Path, bytes | None] = {}
    try:
        for target, new in files.items():
            place = place_of(target)
            waiting[place.path] = written_beside(target, place, new)
        for path, temporary in waiting.items():
            done[path] = path.read_bytes() if path.exists() else None
            temporary.replace(path)
    except BaseException as error:
        for path, old in done.items():
            _restore(path, old)
        if isinstance(error, OSError):
            raise Refusal(
                str(error.filename), f"cannot be written ({error.strerror})", "nothing was changed"
            ) from None
        raise
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _restore(target: Path, old: bytes | None) -> None:
    if old is None:
        target.unlink(missing_ok=True)
    else:
        target.write_bytes(old)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8")
