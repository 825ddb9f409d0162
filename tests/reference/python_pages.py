"""The pages of the public modules: their classes and functions, from signatures and docstrings."""

from __future__ import annotations

import builtins
import collections.abc
import inspect
import re
import typing
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, cast

from cortex_async import CortexError
from generator.emit.markdown import Markdown, fenced, joined, link, markdown, prose, row, span, table
from generator.emit.pages.docstrings import first_line, rendered
from generator.emit.pages.signature import declared
from generator.surface.read import MODULES

ELSEWHERE = ("models", "events")
"""Modules that the reference of the API describes."""

CONTRIB = ("contrib.nimrobo", "contrib.orga", "contrib.rtcstack")

NAMES = ("cortex_async", *(f"cortex_async.{name}" for name in (*MODULES, *CONTRIB) if name not in ELSEWHERE))


_CLASS = re.compile(r"\b[A-Z][A-Za-z]*[a-z]\w*\b")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_PUBLIC = {
    *vars(builtins),
    *vars(collections.abc),
    *vars(typing),
    *("Path", "BinaryIO", "SSLContext", "ClientSession", "Source", "ApiKeyHeader"),
    *(
        exported
        for name in (*NAMES, *(f"cortex_async.{name}" for name in ELSEWHERE))
        for exported in import_module(name).__all__
    ),
}
"""Names that users know: their own, and those of the standard library in signatures."""


def file_name(module: str) -> str:
    """The page of a module."""
    return f"{module.removeprefix('cortex_async').lstrip('.').replace('.', '_') or 'cortex_async'}.md"


def module_page(name: str) -> Markdown:
    """The reference of one module."""
    module = import_module(name)
    found = [(one, getattr(module, one)) for one in sorted(module.__all__, key=str.lower)]
    shown = [(one, value) for one, value in found if _is_shown(module, value)]
    rows = [row(link(span(one), f"#{one.lower()}"), prose(first_line(_doc(value)))) for one, value in shown]
    parts = [markdown("# {}\n", prose(name)), markdown("{}\n", rendered(_doc(module)))]
    parts.append(table(("name", "what it is"), rows))
    for one, value in shown:
        parts += _described(one, value)
    return joined("\n", [part for part in parts if part.text])


def summary_of(name: str) -> str:
    """What a module is, in one line."""
    return first_line(_doc(import_module(name)))


def _is_shown(module: ModuleType, value: object) -> bool:
    """Errors have a page of their own, and aliases of types no docstring."""
    if inspect.isclass(value):
        return not issubclass(value, CortexError)
    return inspect.isfunction(value)


def _doc(value: object) -> str:
    return inspect.getdoc(value) or ""


def _described(name: str, value: object) -> Iterator[Markdown]:
    yield markdown("## {}\n", prose(name))
    if not inspect.isclass(value):
        yield fenced("py", _signature(name, value))
        yield markdown("{}\n", rendered(_doc(value)))
        return
    if (made := _constructor(value)) is not None:
        yield fenced("py", made)
    yield markdown("{}\n", rendered(_doc(value)))
    for member, inner in _members(value):
        yield markdown("### {}\n", span(f"{name}.{member}"))
        if isinstance(inner, property):
            returned = _annotation(inspect.signature(cast("Any", inner.fget)).return_annotation)
            yield fenced("py", f"{member}: {returned}")
        elif callable(inner):
            yield fenced("py", _signature(member, inner))
        yield markdown("{}\n", rendered(_doc(inner)))


def _constructor(cls: type) -> str | None:
    """The call that makes an instance, None if the class has no constructor of its own."""
    if cls.__init__ is object.__init__ or getattr(cls, "_is_protocol", False):  # type: ignore[misc]  # compared, not called
        return None
    try:
        found = _signature(cls.__name__, cls.__init__, call=True)  # type: ignore[misc]  # looked at, not called
    except ValueError:
        return None
    # What takes an object that users cannot make is made by the SDK alone.
    return found if _PUBLIC.issuperset(_CLASS.findall(_STRING.sub("", found))) else None


def _members(cls: type) -> Iterator[tuple[str, object]]:
    """Public methods and properties with a docstring that the class or a base of ours defines."""
    found: dict[str, object] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("cortex_"):
            found |= {name: value for name, value in vars(base).items() if not name.startswith("_")}
    for name, value in sorted(found.items()):
        inner = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
        if (inspect.isfunction(inner) or isinstance(inner, property)) and _doc(inner):
            yield name, inner


def _signature(name: str, value: object, *, call: bool = False) -> str:
    signature = inspect.signature(cast("Any", value))
    parameters: list[str] = []
    star = False
    for one in signature.parameters.values():
        if one.name in ("self", "cls"):
            continue
        if one.kind is one.KEYWORD_ONLY and not star:
            parameters.append("*")
        star = star or one.kind in (one.KEYWORD_ONLY, one.VAR_POSITIONAL)
        prefix = "*" * ((one.kind is one.VAR_POSITIONAL) + 2 * (one.kind is one.VAR_KEYWORD))
        annotation = "" if one.annotation is one.empty else f": {_annotation(one.annotation)}"
        default = "" if one.default is one.empty else f"{' = ' if annotation else '='}{_default(one.default)}"
        parameters.append(f"{prefix}{one.name}{annotation}{default}")
    if call:
        return declared("__init__", parameters, "", keyword="def")
    keyword = "async def" if inspect.iscoroutinefunction(value) else "def"
    returned = (
        "" if signature.return_annotation is signature.empty else _annotation(signature.return_annotation)
    )
    return declared(name, parameters, returned, keyword=keyword)


def _default(value: object) -> str:
    """A default as source. What has no short repr that is the same in each run is called by its type."""
    shown = repr(value)
    if callable(value):
        return str(getattr(value, "__qualname__", type(value).__name__))
    return (
        f"{type(value).__name__}(...)"
        if shown.startswith("<") or " at 0x" in shown or len(shown) > 60
        else shown
    )


def _annotation(value: object) -> str:
    return value if isinstance(value, str) else inspect.formatannotation(value)
