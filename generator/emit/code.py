"""Pieces of Python source, the only values that a template prints.

Strings of a spec become source only as a literal, a checked identifier, a docstring or a comment. Everything
else comes from string literals of the generator itself, which `tests/generator/test_code.py` checks.
"""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import LiteralString, NoReturn, final

from attrs import field, frozen

from generator.refusal import Refusal
from generator.text import plain, wrapped

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# No line ends, and nothing that a tool obeys: coding cookies (PEP 263), type comments, noqa.
_COMMENT = re.compile(r"[A-Za-z0-9 `./_,-]+(?:: [A-Za-z0-9 `./_,-]+)?")
_ORDER = re.compile(r"coding[:=]|type:|noqa|fmt:|ruff:|mypy:|pyright:|isort:", re.IGNORECASE)


@final
@frozen(str=False, repr=False)
class Code:
    """Source made by this module. It has no string form, to keep it out of f-strings."""

    text: str = field()

    def __str__(self) -> NoReturn:
        raise TypeError("a piece of code is put together with code() and joined()")

    def __format__(self, _: str) -> NoReturn:
        raise TypeError("a piece of code is put together with code() and joined()")

    def __repr__(self) -> str:
        return f"<{self.text}>"


def code(template: LiteralString, *parts: Code) -> Code:
    """Fill each ``{}`` of ``template`` with a part."""
    return Code(template.format(*[part.text for part in parts]))


def joined(separator: LiteralString, parts: Iterable[Code]) -> Code:
    return Code(separator.join([part.text for part in parts]))


@lru_cache(maxsize=1 << 14)
def identifier(name: str) -> Code:
    """Return a checked identifier. ASCII only, since lookalike letters make two names that read as one."""
    if not _IDENTIFIER.fullmatch(name) or keyword.iskeyword(name):
        raise Refusal(
            name, "is not a Python name", "rename it in names.toml with ASCII letters, digits and _"
        )
    return Code(name)


def dotted(path: str) -> Code:
    """Return the import path of a module."""
    return joined(".", [identifier(part) for part in path.split(".")])


def literal(value: object) -> Code:
    """Return a JSON scalar as a literal, with double quotes and unprintable characters escaped."""
    if isinstance(value, str):
        if value.isprintable():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        else:
            escaped = value.encode("unicode_escape").decode("ascii").replace('"', '\\"')
        return Code(f'"{escaped}"')
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return Code(repr(value))
    raise Refusal(type(value).__name__, "is not a JSON scalar", "use another value in the overlay")


@lru_cache(maxsize=1 << 12)
def docstring(text: str, indent: int = 0) -> Code:
    """Return ``text`` as a wrapped docstring that quotes and backslashes in the text cannot end."""
    # Escape before wrapping, since escapes make lines longer. Wrapping never breaks within a word.
    lines = wrapped(plain(text).replace("\\", "\\\\").replace('"""', "'''"), indent)
    if len(lines) == 1:
        return Code(f'"""{lines[0]}{" " if lines[0].endswith(chr(34)) else ""}"""')
    pad = " " * indent
    body = "\n".join((pad + line).rstrip() for line in lines[1:])
    return Code(f'"""{lines[0]}\n{body}\n{pad}"""')


def comment(text: str) -> Code:
    """Return a comment on a line of its own. Raises ``Refusal`` for text that a tool might obey."""
    if not _COMMENT.fullmatch(text) or _ORDER.search(text):
        raise Refusal(
            text, "cannot stand in a comment", "name the directory with ASCII letters, digits and _"
        )
    return Code(f"# {text}\n")
