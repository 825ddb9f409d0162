"""``define`` and ``frozen`` of attrs for classes whose methods are made when they are first used.

attrs writes and compiles source code for ``__init__``, ``__eq__`` and ``__repr__`` of each class, which takes
twenty times as long as making the class. Decoders fill slots without calling any of them, so that most
processes need the methods of few of the models that they import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, TypeVar, cast

T = TypeVar("T")

if TYPE_CHECKING:
    # Type checkers and editors see attrs itself.
    from attrs import define as define
    from attrs import frozen as frozen

else:

    def define(**options: Any) -> Callable[[type[T]], type[T]]:
        """``attrs.define``, always with parentheses.

        Not for classes with ``slots=False``, validators, converters, or methods that use ``super()``.
        """

        def decorate(body: type[T]) -> type[T]:
            return _slotted(body, options, _late_names(options))

        return decorate

    def frozen(**options: Any) -> Callable[[type[T]], type[T]]:
        """``attrs.frozen``, always with parentheses, for the same classes as ``define``."""
        return define(frozen=True, **options)


class _Made:
    """The members that attrs makes for a class. It makes them for a twin of the class, with their first use.

    They work in both, since they ask an instance for its class. Two threads may make them at the same time,
    which does no harm.
    """

    __slots__ = ("_body", "_members", "_options", "kind")

    def __init__(self, body: type, options: Mapping[str, Any]) -> None:
        self.kind = body
        self._body: type | None = body
        self._options = options
        self._members: Mapping[str, Any] = {}

    def members(self) -> Mapping[str, Any]:
        body = self._body
        if body is not None:
            self._members = self._make(body)
            self._body = None
        return self._members

    def _make(self, body: type) -> Mapping[str, Any]:
        from attrs import define as make

        twin = make(**self._options)(body).__dict__
        late = {name for name, member in list(self.kind.__dict__.items()) if type(member) is _Late}
        made = {name: twin[name] for name in _late_names(self._options) if name in twin}
        for name in late & made.keys():
            # A member that somebody has replaced meanwhile stays.
            setattr(self.kind, name, made[name])
        return made


class _Late:
    """A member that attrs has not made yet. Looking it up makes it, and all others of its class."""

    __slots__ = ("_made", "_name")

    def __init__(self, name: str, made: _Made) -> None:
        self._name = name
        self._made = made

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        members = self._made.members()
        if self._name not in members:
            # This version of attrs, or of Python, has no such member.
            kind = self._made.kind.__name__
            raise AttributeError(f"type object {kind!r} has no attribute {self._name!r}")
        member = members[self._name]
        bind = getattr(cast("object", type(member)), "__get__", None)
        return member if bind is None else bind(member, instance, owner)


def _late_names(options: Mapping[str, Any]) -> list[str]:
    """The names of what attrs adds to a class with these options."""
    names = ["__attrs_attrs__", "__attrs_props__", "__init__", "__match_args__", "__replace__"]
    if options.get("eq", True):
        names += ("__eq__", "__ne__", "__hash__") if options.get("frozen") else ("__eq__", "__ne__")
    if options.get("repr", True):
        names.append("__repr__")
    if options.get("getstate_setstate", True):
        names += ("__getstate__", "__setstate__")
    if options.get("frozen"):
        names += ("__setattr__", "__delattr__")
    return names


def _slotted(body: type[T], options: Mapping[str, Any], late: list[str]) -> type[T]:
    """Make the class with slots that attrs would make, with late members."""
    fields = get_annotations(body)
    members = {
        name: value
        for name, value in body.__dict__.items()
        if name not in fields and name != "__dict__" and name != "__weakref__"
    }
    bases = body.__mro__[1:-1]
    weak = () if any("__weakref__" in base.__dict__ for base in bases) else ("__weakref__",)
    members["__slots__"] = (*fields, *weak)
    if not options.get("frozen"):
        # As attrs has it. It asks the class itself, which is before a late member could be made.
        members["__attrs_own_setattr__"] = False
    made = _Made(body, options)
    for name in late:
        if name not in members:
            members[name] = _Late(name, made)
    make = cast("Callable[..., type[T]]", type(body))
    kind = made.kind = make(body.__name__, body.__bases__, members)
    return kind
