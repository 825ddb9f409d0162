"""Models as dicts and back: ``to_dict`` and ``from_dict``.

They are functions, since methods would take names that fields of a model may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime
from functools import cache
from importlib import import_module
from types import NoneType
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.by_field import by_field, read_model
from cortex_async._core.codec.codec import Codec
from cortex_async._core.codec.encoder import Convert, emitted_function
from cortex_async._core.codec.lazy_payload import LazyPayload, encode_as_sent
from cortex_async._core.codec.model_types import is_model
from cortex_async._core.errors import ArgumentError, ArgumentTypeError
from cortex_async._core.secrets.redaction import Redactor
from cortex_async._core.strings.kinds import is_uuid_or_decimal, unwrapped
from cortex_async._core.strings.wire_strings import utc_string

T = TypeVar("T")

Names: TypeAlias = Literal["python", "api"]
"""Which names the members of a dict have: those of the model's fields, or those of the API's JSON."""

_EVENTS: Final = "cortex_async._generated.events"
"""Home of ``UnknownEvent``, which no schema of the API declares, so that it has no encoder."""


_PLAIN: Final = frozenset({str, int, float, bool, NoneType})


def to_dict(model: object, *, names: Names = "python") -> dict[str, object]:
    """Convert a model, and the models in it, to a new dict.

    Fields that are ``UNSET`` are left out. Secret fields keep their values.

    Args:
        model: a model of any of the APIs
        names: ``"python"`` gives the names of the fields, and values as the model has them, e.g. aware
            datetimes. ``"api"`` gives the JSON of the API, ready for ``json.dumps``: datetimes are strings in
            UTC, and optional fields of responses that are None are left out. The payload of an event that
            does not match the spec is as it was sent

    Raises ``ArgumentError`` for anything but a model, and with ``"api"`` for a value that JSON cannot hold.
    Raises ``DecodeError`` with ``"python"`` for an event whose payload does not match the spec.
    """
    _check_names(names)
    kind: type = type(model)
    if not is_model(kind):
        raise wrong_type("model", "a model", model)
    if names == "python":
        return cast("dict[str, object]", by_field(model))
    if kind.__module__ == _EVENTS:
        return cast("dict[str, object]", _as_json(cast("Any", model).raw))
    encode = _encoder(kind)
    try:
        return cast("dict[str, object]", _as_json(encode(model)))
    except ArgumentError:
        raise
    except DecodeError:
        if not isinstance(model, LazyPayload):
            raise
        return cast("dict[str, object]", _as_json(encode_as_sent(encode, model)))
    except Exception:  # noqa: BLE001, S110  (a model may hold anything, and so may be what emitted code raises)
        pass
    _codec(_package(kind)).encode(model)  # names the place
    raise ArgumentTypeError("model holds a value that JSON cannot hold", parameter="model")


def from_dict(model: type[T], data: Mapping[str, object], *, names: Names = "python") -> T:
    """Make a model from a dict, e.g. from one of ``to_dict``.

    Values are read as those of a response are: datetimes may be ISO 8601 strings, and the types of strings
    and numbers are not checked.

    Args:
        model: the class, e.g. ``Message``
        data: the members; the model shares no list or dict with it
        names: ``"python"`` expects the names of the fields, and refuses others. ``"api"`` expects the JSON of
            the API, and ignores members without a field as responses do

    Raises ``DecodeError``, whose message and ``location`` name the place that does not fit, and
    ``ArgumentError`` if ``model``, ``data`` or ``names`` cannot be used.
    """
    _check_names(names)
    if not is_model(model):
        raise wrong_type("model", "a model class", model)
    if not isinstance(cast("object", data), Mapping):
        raise wrong_type("data", "a mapping", data)
    if names == "python":
        return read_model(model, data, (), Redactor((), _secret_names(model)))
    if model.__module__ == _EVENTS:
        return _unknown_event(model, data)
    codec = _codec(_package(model))
    return codec.structure(_as_json(data), model)


def _check_names(names: object) -> None:
    if names not in ("python", "api"):
        raise wrong_value("names", "'python' or 'api'", names)


def _package(kind: type) -> str:
    """The generated package of a model.

    Raises ``ArgumentTypeError`` for a class of any other kind.
    """
    package, found, _ = kind.__module__.partition(".models.")
    if not found or not package.endswith("._generated"):
        raise _no_model(kind)
    return package


def _no_model(kind: type) -> ArgumentTypeError:
    return ArgumentTypeError(
        f"model must be a model of an API where names='api', got {kind.__name__}", parameter="model"
    )


@cache
def _codec(package: str) -> Codec:
    return Codec(package, import_module(f"{package}.secrets").SECRET_FIELDS)


@cache
def _encoder(kind: type) -> Convert:
    encode = emitted_function(_package(kind), "ENCODERS", kind)
    if encode is None:
        raise _no_model(kind)
    return encode


def _secret_names(kind: type) -> frozenset[str]:
    package, found, _ = kind.__module__.partition(".models.")
    return _codec(package).secret_fields if found and package.endswith("._generated") else frozenset()


def _as_json(value: object) -> object:
    """A copy of a value that consists of what JSON has."""
    if type(value) in _PLAIN:
        return value
    value = unwrapped(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return {name: _as_json(member) for name, member in cast("Mapping[object, object]", value).items()}
    if isinstance(value, (list, tuple, Set)):
        return [_as_json(item) for item in cast("Iterable[object]", value)]
    if isinstance(value, datetime):
        return utc_string(value, "a datetime")
    if isinstance(value, date):
        return value.isoformat()
    if is_model(type(value)):
        return _as_json(_encoder(cast("type", type(value)))(value))
    return str(value) if is_uuid_or_decimal(value) else value


def _unknown_event(model: type[T], data: Mapping[str, object]) -> T:
    from cortex_async._generated.events import decode_event

    event = decode_event(cast("dict[str, object]", _as_json(data)))
    if isinstance(event, model):
        return event
    raise DecodeError(f"type: this version knows it: read it as a {type(event).__name__}", location="type")
