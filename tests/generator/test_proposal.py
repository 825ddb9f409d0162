"""Proposals: which files of another job may be written, and how its report is shown."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import proposal
from generator.proposal import CODE, Unfit, body, main, proposed, take
from generator.text import visible
from tests.generator.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"GITHUB_SERVER_URL": "https://example.org", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "1"}


def folder(tmp_path: Path, *paths: str) -> Path:
    for path in ("spec/cortex/openapi.json", *paths):
        target = tmp_path / "files" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path)
    return tmp_path / "files"


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/ci.yml",
        ".gitattributes",
        "Makefile",
        "generator/proposal.py",
        "cortex_async/__init__.py",
        "cortex_async/_generated",
        "cortex_async/_generated/.gitattributes",
        "cortex_async/_generated/x.pth",
        "cortex_async/_generated/x.so",
        "cortex_async/_generated/a.b/x.py",
        "cortex_async/contrib/orga/_generated/x.py",
        "spec/cortex/overlay.yaml",
        "spec/cortex/x/openapi.json",
        "spec/orga/openapi.json",
        "spec/surface.json",
        "tests/_generated/x.py",
        "cortex_async/_generated/x.py\n.py",
        "cortex_async/_generated/a/b/c/d/e/x.py",
    ],
)
def test_only_generated_code_and_the_spec_are_taken(tmp_path: Path, path: str) -> None:
    with pytest.raises(Unfit, match="is neither generated code nor part of the spec"):
        proposed(folder(tmp_path, path))


@pytest.mark.parametrize("target", ["/etc/passwd", "..", "openapi.json"])
@pytest.mark.parametrize("place", ["spec/cortex/lock.json", "cortex_async", "cortex_async/_generated"])
def test_links_are_not_followed(tmp_path: Path, place: str, target: str) -> None:
    link = folder(tmp_path) / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    with pytest.raises(Unfit, match="is neither file nor directory"):
        proposed(tmp_path / "files")


def test_an_empty_or_huge_proposal_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unfit, match="holds no OpenAPI document"):
        proposed(tmp_path / "empty")
    files = folder(tmp_path, *(f"{CODE[0]}/x{number}.py" for number in range(5)))
    monkeypatch.setattr(proposal, "_FILES", 5)
    with pytest.raises(Unfit, match="more than 5 files"):
        proposed(files)
    monkeypatch.setattr(proposal, "_FILES", 50)
    monkeypatch.setattr(proposal, "_BYTES", 20)
    with pytest.raises(Unfit, match="or 20 bytes"):
        proposed(files)


def test_existing_code_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for path in (
        f"{CODE[0]}/old.py",
        f"{CODE[1]}/old.py",
        "cortex_async/hand.py",
        "spec/cortex/overlay.yaml",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("here")
    files = folder(tmp_path, f"{CODE[0]}/models/new.py")
    (files / CODE[0] / "models" / "new.py").chmod(0o777)
    take(proposed(files), root)
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert there == {
        f"{CODE[0]}/models/new.py",
        f"{CODE[1]}/old.py",
        "cortex_async/hand.py",
        "spec/cortex/openapi.json",
        "spec/cortex/overlay.yaml",
    }
    assert not (root / CODE[0] / "models" / "new.py").stat().st_mode & 0o111


def test_every_file_of_this_repository_can_be_proposed(tmp_path: Path) -> None:
    paths = [
        path.relative_to(ROOT).as_posix()
        for code in CODE
        for path in (ROOT / code).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert len(proposed(folder(tmp_path, *paths))) == len(paths) + 1


@settings(deadline=None)
@given(HOSTILE, st.sampled_from(["passed", "failed", "", "passed\n", "::x::", "@everyone", "[x](http://y)"]))
def test_any_text_is_only_text(text: str, result: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        for file in ("changes.md", "refused"):
            (Path(name) / file).write_bytes(f"before {text} after\nnext".encode("utf-8", "surrogatepass"))
            shown = body(Path(name), {**ENVIRONMENT, "CHECKED": result, "TESTED": result})
            (Path(name) / file).unlink()
            body_text = shown.partition("\n---\n")[0] if file == "changes.md" else shown
            fenced = "\n```\n" in f"\n{body_text}"
            for one in body_text.splitlines():
                assert visible(one) == one
                assert not re.search(r"^\s*::|##\[", one)
                assert fenced or not re.search(r"[@<>]|!\[|\]\(|\w+://", one)
            assert sum(one.startswith("```") for one in body_text.splitlines()) in (
                (2,) if fenced else (0, 1)
            )
            if file == "changes.md":
                wanted = "passed" if result == "passed" else "**failed**"
                assert (
                    f"make check: {wanted}, make test: {wanted} ([run](https://example.org/o/r/actions/runs/1))"
                    in shown
                )


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    (tmp_path / "changes.md").write_text("### For\n\n```markdown\n" + "- line\n" * 100_000 + "```\n")
    shown = body(tmp_path, ENVIRONMENT)
    assert len(shown) < 65_000
    assert shown.count("```") == 2
    assert "The rest was cut off." in shown


def test_a_missing_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main([str(tmp_path), str(tmp_path / "text")]) == 2
    assert capsys.readouterr().err == "error: changes.md, refused: both are missing\n"
    assert not (tmp_path / "spec").exists()


def test_it_needs_only_the_standard_library() -> None:
    """The job that runs it may write to the repository, and installs nothing."""
    names = ["proposal", "escaping", "text", "__init__"]
    for name in names:
        for node in ast.walk(ast.parse((ROOT / "generator" / f"{name}.py").read_text())):
            if isinstance(node, ast.Import):
                assert all(alias.name in sys.stdlib_module_names for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                home, _, inner = (node.module or "").partition(".")
                assert inner in names if home == "generator" else home in sys.stdlib_module_names
    run = subprocess.run(
        [sys.executable, "-S", "-m", "generator.proposal"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ValueError: not enough values" in run.stderr
