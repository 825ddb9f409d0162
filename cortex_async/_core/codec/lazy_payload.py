"""The base of event classes, whose payload is decoded when it is first read."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

from attrs import Attribute, evolve, fields

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.unreadable import UnreadablePayload, read_payload_again

Late: TypeAlias = tuple[str, str, str, Callable[[Any], Any]]
"""What generated decoders say about a class in their table ``PAYLOADS``: the field that is decoded late, its
name in JSON, the field that holds the event's type, and the decoder."""

_found: Final[dict[type, Late]] = {}


class LazyPayload:
    """An event whose payload may still be the JSON that was sent, in ``_undecoded``.

    The slot of the payload is empty then, so that Python calls ``__getattr__``, which decodes the payload and
    fills the slot. From then on, reading it costs as little as reading any other slot.
    https://docs.python.org/3/reference/datamodel.html#object.__getattr__

    Reading a payload that does not match raises ``DecodeError``, each time. Such an event can still be shown,
    compared, copied and pickled, with the JSON that was sent. The methods that attrs makes for that would
    raise, hence the ones here.
    """

    __slots__ = ("_undecoded",)

    if TYPE_CHECKING:
        # Not annotations at run time, where they would be among the type hints of each event.
        _undecoded: Any
        __hash__: ClassVar[None]  # type: ignore[assignment]  # object has a method there

    else:  # type checkers would accept any name as an attribute

        def __getattr__(self, name: str) -> object:
            late = _found.get(type(self)) or _find(type(self))
            if late is None or late[0] != name:
                raise AttributeError(
                    f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self
                )
            try:
                raw = self._undecoded
            except AttributeError:
                raw = None
            if raw is None:
                # Another thread has just decoded it, or the attribute was deleted.
                return object.__getattribute__(self, name)
            value = _decoded(self, late, raw)
            # In this order: a thread that finds nothing undecoded must find the payload.
            setattr(self, name, value)
            self._undecoded = None
            return value

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(_shown(self, one.name) == _shown(other, one.name) for one in _fields(self) if one.eq)

    @reprlib.recursive_repr("...")
    def __repr__(self) -> str:
        shown = [
            f"{one.name}={(one.repr if callable(one.repr) else repr)(_shown(self, one.name))}"
            for one in _fields(self)
            if one.repr
        ]
        return f"{type(self).__qualname__.rpartition('>.')[2]}({', '.join(shown)})"

    def __getstate__(self) -> dict[str, object]:
        state = {one.name: _shown(self, one.name) for one in _fields(self)}
        for name, value in state.items():
            if type(value) is UnreadablePayload:
                # A newer version may load it, and be able to read it.
                del state[name]
                return {**state, "_undecoded": value.raw}
        return state

    def __setstate__(self, state: dict[str, object]) -> None:
        for name in (*(one.name for one in _fields(self)), "_undecoded"):
            if name in state:
                setattr(self, name, state[name])


def peek(event: object) -> object:
    """Return the payload of an event without decoding it: while it is not decoded, the JSON that was sent."""
    try:
        # ``object`` has no ``__getattr__``, which would make a message for nobody.
        raw = object.__getattribute__(event, "_undecoded")
    except AttributeError:
        raw = None
    if raw is None:
        return getattr(event, "payload", None)
    return raw.raw if type(raw) is UnreadablePayload else raw


def encode_as_sent(encode: Callable[[Any], dict[str, Any]], event: LazyPayload) -> dict[str, Any]:
    """Encode an event whose payload does not match, with the JSON that was sent as its payload."""
    late = _found[type(event)]
    payload = cast("UnreadablePayload", _shown(event, late[0]))
    return {**encode(evolve(cast("Any", event), **{late[0]: None})), late[1]: payload.raw}


def _fields(event: LazyPayload) -> tuple[Attribute[Any], ...]:
    return cast("tuple[Attribute[Any], ...]", fields(cast("Any", type(event))))


def _shown(event: object, name: str) -> object:
    """A field, an ``UnreadablePayload`` in place of a payload that does not match."""
    try:
        return getattr(event, name)
    except DecodeError:
        return cast("LazyPayload", event)._undecoded  # pyright: ignore[reportPrivateUsage]  # its own module


def _find(kind: type) -> Late | None:
    """What generated decoders say about a class, or about the event class that it is derived from."""
    for base in kind.__mro__:
        # Only generated classes name it among their own bases.
        if LazyPayload in base.__bases__:
            package, _, group = base.__module__.rpartition(".models.")
            payloads: dict[type, Late] = import_module(f"{package}.decoders.{group}").PAYLOADS
            _found[kind] = payloads[base]
            return payloads[base]
    return None


def _decoded(event: LazyPayload, late: Late, raw: object) -> object:
    """The payload. Raises ``DecodeError`` if it does not match."""
    if type(raw) is not UnreadablePayload:
        try:
            return late[3](raw)
        except Exception:  # noqa: BLE001, S110  (a payload may be anything, and so may be what emitted code raises)
            pass
        _, wire, kind, decode = late
        value = read_payload_again(decode, wire, raw, str(getattr(event, kind)))
        if type(value) is not UnreadablePayload:
            return value
        event._undecoded = raw = value  # pyright: ignore[reportPrivateUsage]  # its own module
    raise raw.error()
