"""What happens with a fenced block, by its language: it runs, is compared, is parsed, or is left out for a reason."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import yaml
from attrs import frozen
from sybil import Example

from tests.docs.not_run import reason

ROOT = Path(__file__).parents[2]
Kind = Literal["run", "compared", "parsed", "not run", "directive"]

_INFO = re.compile(r"^(?P<language>[\w-]*)(?:.*?title=\"(?P<title>[^\"]+)\")?")


def _ini(text: str) -> object:
    parser = configparser.ConfigParser(
        strict=False, interpolation=None, delimiters=("=",), allow_no_value=True
    )
    parser.read_string(text)
    return parser


PARSERS: dict[str, Callable[[str], object]] = {
    "ini": _ini,
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}
RUN = {"python", "sh", "console"}
OUTPUT = {"", "text"}


@frozen
class Block:
    """A fenced block: its language, its file name, and where it is."""

    language: str
    title: str | None
    tab: str
    source: str
    page: str
    line: int
    reason: str | None

    @property
    def kind(self) -> Kind:
        if self.reason is not None:
            return "not run"
        if self.language in RUN:
            return "run"
        if self.language in OUTPUT:
            return "compared"
        if self.language in PARSERS:
            return "parsed"
        raise LookupError(
            f"{self.page}:{self.line}: nothing executes {self.language!r}: see tests/docs/not_run.py"
        )


def block_of(example: Example) -> Block | None:
    """The block of an example of Sybil; None for a directive of the site."""
    lexemes: dict[str, Any] = example.region.lexemes
    info = str(lexemes["info"]).strip()
    if info.startswith("{"):
        return None
    found = _INFO.match(info)
    assert found is not None
    page = Path(example.path).relative_to(ROOT).as_posix()
    source = str(example.parsed)
    return Block(
        language=found["language"],
        title=found["title"],
        tab=str(lexemes["tab"]),
        source=source,
        page=page,
        line=example.line,
        reason=reason(page, found["language"], source),
    )


def evaluate(example: Example) -> None:
    """Run, compare or parse a block on the stage of its document; raises AssertionError where a page is wrong."""
    block = block_of(example)
    if block is None:
        return
    stage = example.namespace["stage"]
    match block.kind:
        case "run" if block.language == "python":
            stage.python(block)
        case "run":
            stage.shell(block)
        case "compared":
            stage.compare(block)
        case "parsed":
            PARSERS[block.language](block.source)
            stage.write(block)
        case _:
            stage.write(block)
