"""Pieces of Python source, the only thing that a template prints.

What a spec says enters as a literal, a checked identifier, a docstring or a comment, and in no other way: everything else
is written in the generator's own sources, which `tests/generator/test_code.py` holds to.
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
# Nothing that ends a line, and nothing that a tool takes for an order: coding cookies, type comments, noqa.
_COMMENT = re.compile(r"[A-Za-z0-9 `./_,-]+(?:: [A-Za-z0-9 `./_,-]+)?")
_ORDER = re.compile(r"coding[:=]|type:|noqa|fmt:|ruff:|mypy:|pyright:|isort:", re.IGNORECASE)


@final
@frozen(str=False, repr=False)
class Code:
    """Source that this module made. It has no string form, so that no f-string takes it apart."""

    text: str = field()

    def __str__(self) -> NoReturn:
        raise TypeError("a piece of code is put together with code() and joined()")

    def __format__(self, _: str) -> NoReturn:
        raise TypeError("a piece of code is put together with code() and joined()")

    def __repr__(self) -> str:
        return f"<{self.text}>"


def code(template: LiteralString, *parts: Code) -> Code:
    """``template`` with a part for each ``{}``."""
    return Code(template.format(*[part.text for part in parts]))


def joined(separator: LiteralString, parts: Iterable[Code]) -> Code:
    return Code(separator.join([part.text for part in parts]))


@lru_cache(maxsize=1 << 14)
def identifier(name: str) -> Code:
    """A name of Python's. Only ASCII: letters that look alike would make two names of what reads as one."""
    if not _IDENTIFIER.fullmatch(name) or keyword.iskeyword(name):
        raise Refusal(
            name, "is no Python name", "give it another one in names.toml: ASCII letters, digits, _"
        )
    return Code(name)


def dotted(path: str) -> Code:
    """The import path of a module."""
    return joined(".", [identifier(part) for part in path.split(".")])


def literal(value: object) -> Code:
    """A JSON scalar, with double quotes; what does not print as itself is escaped."""
    if isinstance(value, str):
        if value.isprintable():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        else:
            escaped = value.encode("unicode_escape").decode("ascii").replace('"', '\\"')
        return Code(f'"{escaped}"')
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return Code(repr(value))
    raise Refusal(type(value).__name__, "is no scalar that JSON has", "state another value in the overlay")


@lru_cache(maxsize=1 << 12)
def docstring(text: str, indent: int = 0) -> Code:
    """A docstring with ``text``: wrapped, closed on the last line if it is one line, never broken by quotes or backslashes."""
    # Escaped before it is wrapped, since that decides where lines end; no line is broken within a word.
    lines = wrapped(plain(text).replace("\\", "\\\\").replace('"""', "'''"), indent)
    if len(lines) == 1:
        return Code(f'"""{lines[0]}{" " if lines[0].endswith(chr(34)) else ""}"""')
    pad = " " * indent
    body = "\n".join((pad + line).rstrip() for line in lines[1:])
    return Code(f'"""{lines[0]}\n{body}\n{pad}"""')


def comment(text: str) -> Code:
    """A line of its own. Raises ``Refusal`` for what a comment could do more than be read."""
    if not _COMMENT.fullmatch(text) or _ORDER.search(text):
        raise Refusal(
            text, "cannot stand in a comment", "name the directory with ASCII letters, digits and _"
        )
    return Code(f"# {text}\n")
