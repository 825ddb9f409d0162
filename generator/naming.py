"""Names: from the document's to Python's.

A name that would hide what the emitted code itself uses gets an underscore at its end.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A parameter within a path template."""

_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])|[^A-Za-z0-9]+")
_SCHEMA_SUFFIXES = ("Request", "Response", "Dto", "DTO")
_RESERVED = frozenset({"self", "cls", "options", "None", "True", "False"})
# What annotations are written with: a class body that binds one of them cannot use it any more.
_TYPE_NAMES = frozenset({"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "str"})
_FIELD_NAMES = _TYPE_NAMES | {"field", "masked", "warn_deprecated"}
_PARAMETER_NAMES = _TYPE_NAMES | {"builtins", "decode_event", "models", "unless_empty", "warn_deprecated"}
# `list` is the usual verb of a collection; the emitted class spells the type builtins.list then.
METHOD_NAMES = _TYPE_NAMES - {"list"}
_CLASS_NAMES = frozenset(
    {
        "DECODERS",
        "ENCODERS",
        "JSON",
        "NULL",
        "TYPE_CHECKING",
        "UNSET",
        "UTC",
        "Announced",
        "Any",
        "Callable",
        "Content",
        "Event",
        "EventStream",
        "File",
        "Form",
        "Iterable",
        "Json",
        "Literal",
        "Mapping",
        "Multipart",
        "NoReturn",
        "NoneType",
        "Operations",
        "Options",
        "Pager",
        "Parameter",
        "Removed",
        "Request",
        "Route",
        "Sequence",
        "StreamOptions",
        "TypeAlias",
        "UnknownEvent",
        "Unpack",
        "Unset",
    }
)


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
# Windows has devices of these names in every directory, whatever the ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def is_name(name: str) -> bool:
    """Whether ``name`` can be a public one: ASCII only, since letters that look alike make two of what reads as one."""
    return _NAME.fullmatch(name) is not None and not keyword.iskeyword(name)


def is_device(name: str) -> bool:
    return _DEVICES.fullmatch(name) is not None


def module_name(tag: str) -> str:
    """``snake``, for what becomes a file, and a property of a class that is written with ``cached_property``."""
    name = snake(tag)
    return name + "_" if is_device(name) or name == "cached_property" else name


def words(name: str) -> list[str]:
    return [word for word in _BOUNDARY.split(name) if word]


def snake(name: str) -> str:
    """``updateE2EEncryption`` -> ``update_e2e_encryption``; never a keyword, never starts with a digit."""
    text = "_".join(word.lower() for word in words(name)) or "value"
    if text[0].isdigit():
        text = "n" + text
    return text + "_" if keyword.iskeyword(text) or text in _RESERVED else text


def field_name(wire: str) -> str:
    return _beside(snake(wire), _FIELD_NAMES)


def parameter_name(wire: str) -> str:
    return _beside(snake(wire), _PARAMETER_NAMES)


def method_name(operation_id: str) -> str:
    return _beside(snake(operation_id), METHOD_NAMES)


def _beside(name: str, taken: frozenset[str]) -> str:
    return name + "_" if name in taken else name


def pascal(name: str) -> str:
    parts = words(name)
    text = "".join(part[0].upper() + part[1:] for part in parts) or "Value"
    if text[0].isdigit():
        text = "N" + text
    return text + "_" if keyword.iskeyword(text) or hasattr(builtins, text) else text


def class_name(name: str) -> str:
    return _beside(pascal(name), _CLASS_NAMES)


def constant(method: str) -> str:
    return method.rstrip("_").upper()


def singular(name: str) -> str:
    """Of a path segment such as ``gatherings`` or ``api-keys``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def derived_id(method: str, path: str) -> str:
    """The operationId of an operation that has none: ``GET /rooms/{id}/members`` -> getRoomsByIdMembers."""
    parts = [
        f"By{pascal(part[1:-1])}" if part.startswith("{") else pascal(part)
        for part in path.split("/")
        if part
    ]
    return method + "".join(parts)


def default_schema_names(schemas: Iterable[str]) -> dict[str, str]:
    """Suffixes such as Request and Response fall away where nothing collides."""
    schemas = sorted(schemas)
    stripped = {name: _strip(name) for name in schemas}
    claims: dict[str, list[str]] = {}
    for name, short in stripped.items():
        claims.setdefault(short, []).append(name)
    return {name: short if claims[short] == [name] else class_name(name) for name, short in stripped.items()}


def _strip(name: str) -> str:
    for suffix in _SCHEMA_SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return class_name(name[: -len(suffix)])
    return class_name(name)
