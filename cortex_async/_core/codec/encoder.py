"""Models to JSON, by looking up and calling the generated encoders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import orjson

from cortex_async._core.codec.emitted import as_dict, as_json
from cortex_async._core.errors import ArgumentError, ArgumentTypeError
from cortex_async._core.runtime.loading import import_module, loaded_property
from cortex_async._core.strings.kinds import is_uuid_or_decimal
from cortex_async._core.strings.wire_strings import check_finite, utc_string

if TYPE_CHECKING:
    from cortex_async._core.codec.declared import Declared, Shape

Convert: TypeAlias = Callable[[Any], Any]

_CHECKED = orjson.OPT_UTC_Z
"""For the output of generated encoders, whose datetimes are all aware: orjson may write them itself."""


class Encoder:
    """Encoder for one API.

    package: name of the generated package, whose ``models`` and ``decoders`` have modules of the same names.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self._models = f"{package}.models."
        self._encoders: dict[type, Convert | None] = {}
        # Models that were sent before; ``Declared`` adds to it.
        self._shapes: dict[type, Shape] = {}

    @loaded_property
    def _declared(self) -> Declared:
        from cortex_async._core.codec.declared import Declared

        return Declared(self.is_generated, self._shapes)

    def encode(self, value: object) -> bytes:
        """Encode models, dicts, lists and scalars as JSON.

        Does not check that scalars are of the declared type; ``encode_body`` does.
        Raises ``ArgumentError``, which names the place that cannot be encoded.
        """
        try:
            kind = type(value)
            encoder = self._encoders[kind] if kind in self._encoders else self._encoder(kind)
            if encoder:
                return orjson.dumps(encoder(value), self._foreign, _CHECKED)
            encoders = self._encoders_of(value)
            if len(encoders) == 1:
                # One encoder for all items saves a look-up for each. If it fails on one, the slower path
                # below handles it.
                return orjson.dumps(value, encoders[0], _CHECKED)
            return orjson.dumps(value if encoders else as_json(value), self._foreign, _CHECKED)
        except Exception as error:  # noqa: BLE001  (a model may hold anything, and so may be what emitted code raises)
            problem = error
        return self._encode_slowly(value, problem)

    def encode_body(self, body: object, name: str = "") -> bytes:
        """Encode the body of a call. ``name`` is how errors refer to it.

        Raises ``ArgumentError``, which names the first value that is not as declared.
        """
        try:
            shape = self._shapes[type(body)]
            if tuple(map(type, shape.values(body))) in shape.known:
                return self.encode(body)
        except KeyError:
            pass
        self._declared.check(body, name)
        return self.encode(body)

    def _encode_slowly(self, value: object, problem: Exception) -> bytes:
        """Encode what the fast path refused if only a key is a subclass of ``str``.

        Raises ``ArgumentError``, which names the value, for anything else.
        """
        self._declared.check(value)
        cause = problem.__cause__ or problem
        if isinstance(cause, ArgumentError):
            raise cause
        try:
            encoder = self._encoder(type(value))
            plain = encoder(value) if encoder else as_json(value)
            return orjson.dumps(plain, self._foreign, _CHECKED | orjson.OPT_NON_STR_KEYS)
        except Exception:  # noqa: BLE001, S110  (as above; raised below, where nothing gets chained to it)
            pass
        # Something the checks do not know, such as a time zone that fails.
        raise ArgumentTypeError("body holds something that cannot be written as JSON", parameter="body")

    def is_generated(self, kind: object) -> bool:
        """Whether ``kind`` is a model of this API."""
        return isinstance(kind, type) and kind.__module__.startswith(self._models)

    def _encoder(self, kind: type) -> Convert | None:
        if kind not in self._encoders:
            self._encoders[kind] = (
                emitted_function(self.package, "ENCODERS", kind) if self.is_generated(kind) else None
            )
        return self._encoders[kind]

    def _encoders_of(self, value: object) -> list[Convert]:
        """The encoders of a list that holds only models of this API; none for anything else."""
        if type(value) is not list:
            return []
        encoders = [self._encoder(kind) for kind in set(map(type, cast("list[object]", value)))]
        found = [encoder for encoder in encoders if encoder]
        return found if len(found) == len(encoders) else []

    def _foreign(self, value: object) -> object:
        """Convert what orjson cannot encode itself (its ``default`` function)."""
        encoder = self._encoder(type(value))
        if encoder:
            return encoder(value)
        if isinstance(value, datetime):
            # A string: for a subclass, such as that of a frozen clock, orjson would call this again with the
            # new datetime.
            return utc_string(value, "body")
        if isinstance(value, Mapping):
            return as_dict(value)
        if is_uuid_or_decimal(value):
            check_finite(value, "a number")
            return str(value)
        raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


def emitted_function(package: str, table: str, kind: type) -> Convert | None:
    """The function for a model in a table of generated code, None if there is none.

    table: ``ENCODERS`` or ``DECODERS``.
    """
    group = kind.__module__.removeprefix(f"{package}.models.")
    functions: dict[type, Convert] = getattr(import_module(f"{package}.decoders.{group}"), table)
    return functions.get(kind)
