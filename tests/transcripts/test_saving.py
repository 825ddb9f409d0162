"""Files of a transcript: each in its format, all or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ArgumentError
from cortex_async.transcripts import Transcript
from cortex_async.transcripts.saving import SUFFIXES
from tests.disk import largest_file, names
from tests.transcripts.made import HOSTILE, said

MADE = said([("Ann", "hi \ud800"), ("Bob", "ho")])


def test_every_suffix_has_its_format(tmp_path: Path) -> None:
    paths = [tmp_path / f"a{suffix}" for suffix in SUFFIXES]
    assert MADE.save(*paths) == tuple(paths)
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    written = {path.suffix: path.read_bytes() for path in paths}
    for suffix, method in {
        ".srt": MADE.to_srt, ".vtt": MADE.to_vtt, ".txt": MADE.to_text, ".md": MADE.to_markdown,
        ".html": MADE.to_html, ".jsonl": MADE.to_jsonl, ".csv": MADE.to_csv,
    }.items():  # fmt: skip
        assert written[suffix] == method().encode()
    assert written[".parquet"] == MADE.to_parquet()
    assert written[".arrow"][:6] == b"ARROW1"
    assert (written[".htm"], written[".ndjson"]) == (written[".html"], written[".jsonl"])


def test_a_format_may_be_named_and_paths_may_be_strings(tmp_path: Path) -> None:
    (path,) = MADE.save(str(tmp_path / "Match.VTT"))
    assert path.read_text("utf-8") == MADE.to_vtt()
    (other,) = MADE.save(tmp_path / "lines", format="jsonl")
    assert other.read_text("utf-8") == MADE.to_jsonl()


@pytest.mark.parametrize(
    ("paths", "options", "message"),
    [
        (["a.doc"], {}, r"path must be a name that ends in one of \.srt, .*\(or pass format\), got 'a.doc'"),
        (["a.vtt", "a"], {}, "path must be a name that ends in .*, got 'a'"),
        (["a.vtt", 5], {}, "path must be a string or a path of strings, got 5"),
        (["a.vtt"], {"format": "doc"}, "format must be one of srt, vtt, .*, got 'doc'"),
        (["a.vtt"], {"format": ["vtt"]}, "format must be one of srt, vtt, .*, got "),
        ([], {}, "paths must be at least one path"),
        (["a.vtt", "./a.vtt"], {}, "paths must be different files, got 'a.vtt'"),
    ],
)
def test_what_cannot_be_saved_is_refused(
    paths: list[Any], options: Any, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArgumentError, match=f"^{message}"):
        MADE.save(*paths, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    kept = tmp_path / "kept.vtt"
    kept.write_text("before")
    with pytest.raises(FileNotFoundError, match=r"none.a\.srt"):
        MADE.save(kept, tmp_path / "none" / "a.srt")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        MADE.save(kept, tmp_path / "folder.csv")
    assert kept.read_text() == "before"
    assert sorted(os.listdir(tmp_path)) == ["folder.csv", "kept.vtt"]


@pytest.mark.parametrize("last", ["a.html", "a.srt"])
def test_a_full_disk_leaves_the_files_as_they_were(last: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("before")
    made = said([("Ann", "x" * 500)] if last == "a.html" else [("Ann", "x" * 100_000)])
    with largest_file(1200), pytest.raises(OSError, match="File too large"):
        made.save(kept, tmp_path / last)
    assert (names(tmp_path), kept.read_text()) == (["kept.txt"], "before")


def test_an_empty_transcript_can_be_saved(tmp_path: Path) -> None:
    paths = Transcript.of([]).save(*(tmp_path / f"a{suffix}" for suffix in SUFFIXES))
    assert all(path.stat().st_size or path.suffix in (".jsonl", ".ndjson") for path in paths)


@pytest.mark.parametrize("text", [HOSTILE[-1], HOSTILE[-2], HOSTILE[-3]], ids=["tags", "breaks", "long"])
def test_long_texts_take_no_longer_than_their_length(text: str, tmp_path: Path) -> None:
    made = said([(text, text + end) for end in ("", "{", "'=", "<")])
    made.save(*(tmp_path / f"a{suffix}" for suffix in SUFFIXES))
