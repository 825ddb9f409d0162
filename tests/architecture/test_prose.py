"""Hand-written code says what it is, fits its columns, and uses the field's words.

docs/architecture.md holds the table of words. This test knows only those that are never right.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path

from tests.architecture.modules import MODULES, ROOT

COLUMNS = 110

HAND_WRITTEN = {name: path for name, path in MODULES.items() if "_generated" not in path.parts}
"""Generated code quotes the specs of vendors; the generator's templates are checked instead."""

PAGES = [path for folder in ("benchmarks", "examples") for path in sorted((ROOT / folder).rglob("*.py"))]
CODE = [
    *HAND_WRITTEN.values(),
    *(path for path in PAGES if ".venv" not in path.parts),
    *sorted((ROOT / "tests" / "architecture").glob("*.py")),
]
"""Without the other tests: their tables and expected messages may be wider."""

TEMPLATES = sorted((ROOT / "generator").rglob("*.j2"))

WORDS = {
    "colour": "async and sync version",
    "colours": "async and sync version",
    "colourless": "async and sync version",
    "dearest": "most expensive",
    "illegible": "unreadable",
    "instants": "datetimes, timestamps",
    "legible": "readable",
    "lender": "the caller's session",
    "lent": "the caller's session",
    "misfit": "mismatch",
    "whoever": "a noun",
}
"""Word of the old dialect -> what to write instead."""

_WORD = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
_UNBROKEN = re.compile(r"""https?://\S+$|^\s*(?:[A-Z_]+: |[A-Z_]+ = )?[fr]*"[^"]*",?$""")
_PRAGMA = re.compile(r"\s+# (?:noqa|type:|pyright:|fmt:).*")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def comments(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every comment."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def literals(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string, docstrings and messages included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def wrong(paths: Iterable[Path], check: Callable[[str], Sequence[object]]) -> dict[str, Sequence[object]]:
    """What a check finds in the source of each file, by the file's name, without those that are right."""
    found = {name_of(path): check(path.read_text("utf-8")) for path in paths}
    assert found
    return {name: problems for name, problems in found.items() if problems}


def old_words(source: str) -> list[str]:
    # A comment is in the source as it is, so most modules need no tokenizer, which is slow.
    among = chain(comments(source) if _WORD.search(source) else (), literals(source))
    return [
        f"line {line}: {found[0]}: write {WORDS[found[0].lower()]}"
        for line, text in among
        for found in _WORD.finditer(text)
    ]


def wide_lines(source: str) -> list[int]:
    """Numbers of the lines that are too wide.

    Comments for tools, URLs at the end, and lines of one string do not count: messages stay searchable.
    """
    return [
        number
        for number, line in enumerate(source.splitlines(), 1)
        if len(_PRAGMA.sub("", line)) > COLUMNS and not _UNBROKEN.search(line)
    ]


def without_docstring(source: str) -> list[str]:
    tree = ast.parse(source)
    return [] if ast.get_docstring(tree) or not tree.body else ["no docstring"]


def test_every_module_has_a_docstring() -> None:
    assert wrong(HAND_WRITTEN.values(), without_docstring) == {}


def unindented_examples(source: str) -> list[str]:
    """Lines of docstrings that announce an example with ``::`` which is not indented."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = [line for line in (ast.get_docstring(node) or "").splitlines() if line.strip()]
            found += [
                line
                for line, following in pairwise([*lines, ""])
                if line.endswith("::") and indent_of(following) <= indent_of(line)
            ]
    return found


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_examples_in_docstrings_are_indented() -> None:
    assert wrong(HAND_WRITTEN.values(), unindented_examples) == {}


def test_lines_fit_the_columns() -> None:
    assert wrong(CODE, wide_lines) == {}


def test_comments_and_strings_use_the_words_of_the_field() -> None:
    assert wrong(HAND_WRITTEN.values(), old_words) == {}


def test_templates_use_the_words_of_the_field() -> None:
    assert wrong(TEMPLATES, _WORD.findall) == {}


def test_a_missing_docstring_is_found() -> None:
    assert [bool(without_docstring(source)) for source in ("x = 1", '"""A."""\nx = 1', "")] == [
        True,
        False,
        False,
    ]


def test_an_old_word_is_found_in_comments_and_strings_only() -> None:
    source = 'lender = f"a {1} misfit"  # Legible\n"""Text.\n\nTheir colours."""\n'
    assert {found.split(": ")[1] for found in old_words(source)} == {"Legible", "misfit", "colours"}


def test_an_example_that_is_not_indented_is_found() -> None:
    assert unindented_examples('"""A thing::\n\nthing()\n"""\n') == ["A thing::"]
    # ``inspect.cleandoc`` takes the common indentation of all lines but the first away.
    assert unindented_examples('"""A thing::\n\n    thing()\n"""\n') == ["A thing::"]
    assert unindented_examples('"""A thing::\n\n    thing()\n\nMore.\n"""\n') == []


def test_a_wide_line_is_found_unless_a_tool_or_a_url_needs_it() -> None:
    wide = "x" * (COLUMNS + 1)
    assert wide_lines(f"x\n{wide}\n{'x' * COLUMNS}  # noqa: S101\n# https://{wide}\n") == [2]
