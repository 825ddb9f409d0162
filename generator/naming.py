"""Turns names of the spec into Python names.

A name that would shadow something that the emitted code uses gets an underscore at its end.
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
# Used in annotations: a class body that binds one of these names can no longer use the type.
_TYPE_NAMES = frozenset({"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "str"})
_FIELD_NAMES = _TYPE_NAMES | {"field", "masked", "property", "warn_deprecated"}
_PARAMETER_NAMES = _TYPE_NAMES | {"builtins", "event_decoder", "models", "unless_empty", "warn_deprecated"}
# Without `list`, the usual method of a collection: the emitted class then writes the type as builtins.list.
METHOD_NAMES = _TYPE_NAMES - {"list"}
# Used in annotations of the emitted scopes.
SCOPE_NAMES = frozenset({"inner", "str"})
# A module becomes a global variable of its package when it is imported, and would replace these.
_PACKAGE_NAMES = frozenset({"getattr", "globals", "import_module", "loaded_property"})
CLIENT_NAMES = frozenset(
    {
        "aclose",
        "base_url",
        "close",
        "codec",
        "download_audio",
        "ensure_recording",
        "ephemeral_token",
        "exchange_sdp",
        "get_audio_url",
        "get_status",
        "get_summary",
        "get_transcript",
        "iter_segments",
        "login",
        "open",
        "project",
        "regenerate_and_wait",
        "regenerate_summary",
        "request",
        "session_config",
        "stats",
        "token_manager",
        "wait_participant",
        "wait_session",
        "wait_summary",
        "wait_transcription",
        "with_options",
        "without_credentials",
    }
)
"""Methods and properties of the clients, which would hide a resource of that name. A test compares them."""
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
        "FreeFormReaders",
        "Iterable",
        "Json",
        "LazyPayload",
        "Literal",
        "Mapping",
        "Multipart",
        "NoReturn",
        "NoneType",
        "Operations",
        "Options",
        "PAYLOADS",
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
# Reserved on Windows in every directory and with any extension:
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def is_name(name: str) -> bool:
    """Return whether ``name`` can be public.

    ASCII only, since lookalike letters make names that read the same.
    """
    return _NAME.fullmatch(name) is not None and not keyword.iskeyword(name)


def is_class_name(name: str) -> bool:
    """Return whether ``name`` can be that of a class: it shadows nothing that the emitted code uses."""
    return is_name(name) and name not in _CLASS_NAMES | _TYPE_NAMES and not hasattr(builtins, name)


def is_field_name(name: str) -> bool:
    """Return whether ``name`` can be a field of a class."""
    return is_name(name) and name not in _FIELD_NAMES


def is_parameter_name(name: str) -> bool:
    """Return whether ``name`` can be a parameter of a method."""
    return is_name(name) and name not in _PARAMETER_NAMES | _RESERVED


def is_resource_name(name: str, *, of_client: bool) -> bool:
    """Return whether ``name`` can be a resource of a scope, or of the client itself."""
    return name not in SCOPE_NAMES and not (of_client and name in CLIENT_NAMES)


def resource_name(tag: str, *, of_client: bool) -> str:
    name = module_name(tag)
    return name if is_resource_name(name, of_client=of_client) else name + "_"


def is_device(name: str) -> bool:
    return _DEVICES.fullmatch(name) is not None


def module_name(tag: str) -> str:
    """Return ``snake(tag)`` as the name of a file and of a ``cached_property``."""
    name = snake(tag)
    return name + "_" if is_device(name) or name in _PACKAGE_NAMES else name


def words(name: str) -> list[str]:
    return [word for word in _BOUNDARY.split(name) if word]


def snake(name: str) -> str:
    """Return ``name`` in snake case, never a keyword and never with a digit first.

    ``updateE2EEncryption`` becomes ``update_e2e_encryption``.
    """
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
    """Return the singular of a path segment such as ``gatherings`` or ``api-keys``."""
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def derived_id(method: str, path: str) -> str:
    """Return an operationId made of method and path: getRoomsByIdMembers for ``GET /rooms/{id}/members``."""
    parts = [
        f"By{pascal(part[1:-1])}" if part.startswith("{") else pascal(part)
        for part in path.split("/")
        if part
    ]
    return method + "".join(parts)


def default_schema_names(schemas: Iterable[str]) -> dict[str, str]:
    """Return the class name of each schema, without Request, Response and the like unless names collide."""
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
