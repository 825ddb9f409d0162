"""Files of a transcript: the format of each, and all of them or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Literal, TypeAlias, cast

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.files.whole_file import WholeFile
from cortex_async.transcripts.values import Content

Format: TypeAlias = Literal["srt", "vtt", "text", "markdown", "html", "jsonl", "csv", "parquet", "arrow"]
"""A format that a transcript can be saved in."""

SUFFIXES: dict[str, Format] = {
    ".srt": "srt",
    ".vtt": "vtt",
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}

_FUNCTIONS = {"parquet": "arrow.parquet", "arrow": "arrow.ipc"}
"""Where a format is made, if not by ``render`` of the module with its name."""


def suffix_of(name: Format) -> str:
    """The usual suffix of a format."""
    return next(suffix for suffix, found in SUFFIXES.items() if found == name)


def save(content: Content, paths: Sequence[object], chosen: object = None) -> tuple[Path, ...]:
    """Write all files or none. Parameters and errors are those of ``Transcript.save``."""
    if not paths:
        raise wrong_value("paths", "at least one path", ())
    formats = [_format(path, chosen) for path in paths]
    contents = {one: rendered(content, one) for one in set(formats)}
    with ExitStack() as stack:
        files = [stack.enter_context(WholeFile(cast("str", path))) for path in paths]
        _check_distinct(files)
        for file, name in zip(files, formats, strict=True):
            file.write(contents[name])
            file.flush()
        return tuple(file.finish() for file in files)


def _format(path: object, chosen: object) -> str:
    if not isinstance(path, (str, os.PathLike)):
        raise wrong_type("path", "a string or a path of strings", path)
    if chosen is not None:
        known: list[str] = list(dict.fromkeys(SUFFIXES.values()))
        if not isinstance(chosen, str) or chosen not in known:
            raise wrong_value("format", f"one of {', '.join(known)}", chosen)
        return chosen
    name = os.fsdecode(cast("str", path))
    found = SUFFIXES.get(os.path.splitext(name)[1].lower())
    if found is None:
        raise wrong_value("path", f"a name that ends in one of {', '.join(SUFFIXES)} (or pass format)", name)
    return found


def _check_distinct(files: Sequence[WholeFile]) -> None:
    places = [file.target.resolve() for file in files]
    for place, file in zip(places, files, strict=True):
        if places.count(place) > 1:
            raise wrong_value("paths", "different files", str(file.target))


def rendered(content: Content, name: str) -> bytes:
    """The file of a transcript in a format. Raises ``ImportError`` without the library that it needs."""
    module, _, function = _FUNCTIONS.get(name, f"{name}.render").partition(".")
    found = import_module(f"cortex_async.transcripts.formats.{module}")
    made = cast("Callable[[Content], str | bytes]", getattr(found, function))(content)
    return made.encode() if isinstance(made, str) else made
