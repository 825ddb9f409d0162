"""Models to JSON. Generated encoders do the work; they are looked up here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import orjson

from cortex_async._core.codec.emitted import as_dict, as_json
from cortex_async._core.errors import ArgumentError, ArgumentTypeError
from cortex_async._core.strings.wire_strings import check_finite, is_uuid_or_decimal, utc_string

if TYPE_CHECKING:
    from cortex_async._core.codec.declared import Declared, Shape

Convert: TypeAlias = Callable[[Any], Any]

_CHECKED = orjson.OPT_UTC_Z
"""For the output of generated encoders: none of its datetimes is naive, so orjson need not hand them back one by one."""


class Encoder:
    """Encoding for one API.

    package: the generated package, with ``models`` and ``decoders`` of the same module names.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self._models = f"{package}.models."
        self._encoders: dict[type, Convert | None] = {}
        # Of models that were sent before; ``declared`` adds to it.
        self._shapes: dict[type, Shape] = {}

    @cached_property
    def _declared(self) -> Declared:
        from cortex_async._core.codec.declared import Declared

        return Declared(self.is_generated, self._shapes)

    def encode(self, value: object) -> bytes:
        """JSON of models, dicts, lists and scalars. Raises ``ArgumentError`` naming the place that cannot be written.

        Whether scalars are of the declared type is checked for the bodies of calls only.
        """
        try:
            kind = type(value)
            encoder = self._encoders[kind] if kind in self._encoders else self._encoder(kind)
            if encoder:
                return orjson.dumps(encoder(value), self._foreign, _CHECKED)
            encoders = self._encoders_of(value)
            if len(encoders) == 1:
                # Spares a look-up for each. It fails for whatever else is among them, which then goes the longer way.
                return orjson.dumps(value, encoders[0], _CHECKED)
            return orjson.dumps(value if encoders else as_json(value), self._foreign, _CHECKED)
        except Exception as error:  # noqa: BLE001  (emitted code meets whatever a model was built with)
            problem = error
        return self._written_otherwise(value, problem)

    def encode_body(self, body: object, name: str = "") -> bytes:
        """JSON of a call's body. Raises ``ArgumentError`` naming what is not as declared; ``name`` is that of the body."""
        try:
            shape = self._shapes[type(body)]
            if tuple(map(type, shape.values(body))) in shape.known:
                return self.encode(body)
        except KeyError:
            pass
        self._declared.check(body, name)
        return self.encode(body)

    def _written_otherwise(self, value: object, problem: Exception) -> bytes:
        """For what the fast way refused: names it, or writes it where only a key is of another kind of string."""
        self._declared.check(value)
        cause = problem.__cause__ or problem
        if isinstance(cause, ArgumentError):
            raise cause
        try:
            encoder = self._encoder(type(value))
            plain = encoder(value) if encoder else as_json(value)
            return orjson.dumps(plain, self._foreign, _CHECKED | orjson.OPT_NON_STR_KEYS)
        except Exception:  # noqa: BLE001, S110  (as above; raised below, so that nothing is chained to it)
            pass
        # What the check has no name for, such as a time zone of an unknown library.
        raise ArgumentTypeError("body holds something that cannot be written as JSON", parameter="body")

    def is_generated(self, kind: object) -> bool:
        """Whether ``kind`` is a model of this API."""
        return isinstance(kind, type) and kind.__module__.startswith(self._models)

    def _encoder(self, kind: type) -> Convert | None:
        if kind not in self._encoders:
            self._encoders[kind] = self._emitted("ENCODERS", kind) if self.is_generated(kind) else None
        return self._encoders[kind]

    def _emitted(self, table: str, kind: type) -> Convert | None:
        group = kind.__module__.removeprefix(self._models)
        functions: dict[type, Convert] = getattr(import_module(f"{self.package}.decoders.{group}"), table)
        return functions.get(kind)

    def _encoders_of(self, value: object) -> list[Convert]:
        """Those of a list of nothing but models of this API; of anything else none."""
        if type(value) is not list:
            return []
        encoders = [self._encoder(kind) for kind in set(map(type, cast("list[object]", value)))]
        found = [encoder for encoder in encoders if encoder]
        return found if len(found) == len(encoders) else []

    def _foreign(self, value: object) -> object:
        """What orjson asks for when it meets something that is not JSON."""
        encoder = self._encoder(type(value))
        if encoder:
            return encoder(value)
        if isinstance(value, datetime):
            # Of a subclass, such as that of a frozen clock, orjson would ask again for whatever datetime is made of it.
            return utc_string(value, "body")
        if isinstance(value, Mapping):
            return as_dict(value)
        if is_uuid_or_decimal(value):
            check_finite(value, "a number")
            return str(value)
        raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
