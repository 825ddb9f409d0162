"""JSON to typed objects and back, one ``Codec`` per API.

Generated packages bring straight-line functions for their models; these are looked up here directly. cattrs is the public
face and the fallback, built on first use with the same functions as hooks, and never imported by an ordinary call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cached_property, partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

import orjson

from cortex_async._core.call_errors import CallFields, DecodeError
from cortex_async._core.codec.emitted import integer, many, mapping, replaced
from cortex_async._core.codec.encoder import Convert, Encoder
from cortex_async._core.codec.scalars import SCALARS
from cortex_async._core.outcomes import outcome_of
from cortex_async._core.paging import Page
from cortex_async._core.request import Request
from cortex_async._core.secrets.call_fields import call_fields
from cortex_async._core.secrets.members import plain_name
from cortex_async._core.secrets.redaction import Redactor, redactor_of
from cortex_async._core.strings.json_text import NotJSON, parse, parse_exactly
from cortex_async._core.strings.timestamps import decode_tolerantly
from cortex_async._core.strings.wording import printable, shortened
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    from cattrs import Converter

    from cortex_async._core.response import Response, StreamedResponse

T = TypeVar("T")
_LONGEST_KIND = 100


class Codec(Encoder):
    """Encoding and decoding for one API.

    package: the generated package, with ``models`` and ``decoders`` of the same module names.
    secret_fields: names of members that are never shown, in any spelling.
    """

    def __init__(self, package: str, secret_fields: Iterable[str] = ()) -> None:
        super().__init__(package)
        self.secret_fields: frozenset[str] = frozenset(plain_name(name) for name in secret_fields)
        self._decoders: dict[object, Convert] = {}
        # Convertr of a list -> one that does the same to a list that is nobody else's.
        self._spenders: dict[Convert, Convert] = {}

    @cached_property
    def converter(self) -> Converter:
        """A cattrs converter that knows this API's models. Yours to register further hooks on."""
        from cortex_async._core.codec.cattrs_converter import build_converter

        # The first one counts, whatever other thread comes in between: somebody may have registered hooks on it already.
        converter = build_converter(self.is_generated, self.decoder, self._encoder)
        return cast("Converter", self.__dict__.setdefault("converter", converter))

    def structure(self, value: object, kind: type[T]) -> T:
        """A typed object from parsed JSON. Raises ``DecodeError`` where it does not fit."""
        typed: T = self._fit(value, self.decoder(kind))
        return typed

    def unstructure(self, value: object) -> JSON:
        """JSON-ready dicts and lists from a model: instants become texts in UTC."""
        plain: JSON = orjson.loads(self.encode(value))
        return plain

    def decode(self, body: bytes, answer: type[T]) -> T:
        """A typed object from JSON. Raises ``DecodeError`` with the place that does not fit."""
        typed: T = self._typed(body, self.decoder(answer))
        return typed

    def decode_response(
        self, response: Response, answer: type[T] | Callable[[Any], T], request: Request
    ) -> T:
        """The typed answer of a call; ``answer`` is a type, or a function from parsed JSON."""
        typed: T = self._typed(response.body, self.decoder(answer), response, request)
        return typed

    def decoded(self, response: Response, decode: Convert, request: Request) -> Any:
        """The typed answer of a call whose ``decoder`` was looked up before it was sent."""
        return self._typed(response.body, decode, response, request)

    def unexpected(
        self, response: Response | StreamedResponse, request: Request, expected: str, got: str
    ) -> DecodeError:
        """For a response of another kind than its description knows."""
        redactor = self._redactor(response, request)
        message = f"expected {expected}, got {_shown(got, redactor)}"
        return DecodeError(message, status=response.status, **_call(response, request, redactor))

    def decode_undeclared(self, response: Response) -> JSON:
        """An answer that no document describes: parsed JSON, text, or None for an empty one."""
        if not response.body:
            return None
        kind = response.headers.get("content-type", "")
        if "json" in kind:
            parsed: JSON = self._read_json(parse_exactly, response.body, response)
            return parsed
        if not kind:
            try:
                return response.json()
            except ValueError:
                return response.text()
        return response.text()

    def decode_page(
        self, response: Response, item: type[T], items: str | None, offset: int, request: Request
    ) -> Page[T]:
        """One page of a list; ``items`` names the list in the answer, None if the answer is the list."""
        decode = self.decoder(item)

        def read(raw: Any, each: Callable[[Convert, Any], Any] = many) -> Page[T]:
            values: list[T] | None = each(decode, raw if items is None else raw[items])
            total = None if items is None else integer(raw.get("total"))
            return Page(values or [], total if isinstance(total, int) else None, offset)

        page: Page[T] = self._typed(response.body, read, response, request, partial(read, each=replaced))
        return page

    def decoder(self, kind: object) -> Convert:
        """The function from parsed JSON to ``kind``."""
        decode = self._decoders.get(kind)
        if decode is None:
            decode = self._decoders[kind] = self._make_decoder(kind)
        return decode

    def _make_decoder(self, kind: object) -> Convert:
        if isinstance(kind, FunctionType):
            return cast("Convert", kind)
        if self.is_generated(kind):
            return cast("Convert", self._emitted("DECODERS", cast("type", kind)))
        origin, args = get_origin(kind), get_args(kind)
        if origin is list and args:
            decode = partial(many, self.decoder(args[0]))
            self._spenders[decode] = partial(replaced, *decode.args)
            return decode
        if origin is dict and len(args) == 2 and args[0] is str:
            return partial(mapping, self.decoder(args[1]))
        if kind in SCALARS:
            return SCALARS[kind]
        return lambda value: self.converter.structure(value, cast("Any", kind))

    def _parse(self, body: bytes, response: Response | None = None, request: Request | None = None) -> Any:
        try:
            return orjson.loads(body)
        except ValueError:
            pass
        # Outside the handler: the parser's error holds the whole body.
        return self._read_json(parse, body, response, request)

    def _read_json(
        self,
        read: Callable[[bytes], Any],
        body: bytes,
        response: Response | None,
        request: Request | None = None,
    ) -> Any:
        try:
            return read(body)
        except NotJSON as error:
            problem = str(error)
        redactor = self._redactor(response, request)
        kind = _shown(response.headers.get("content-type", ""), redactor) if response else ""
        got = f"{len(body)} bytes{f' of {kind}' if kind else ''}: {problem}" if body else "an empty body"
        raise DecodeError(
            f"expected JSON, got {got}",
            status=response.status if response else None,
            **_call(response, request, redactor),
        )

    def _typed(
        self,
        body: bytes,
        decode: Convert,
        response: Response | None = None,
        request: Request | None = None,
        spend: Convert | None = None,
    ) -> Any:
        """What ``decode`` makes of a body. ``spend`` does the same and may use up what was parsed."""
        raw = self._parse(body, response, request)
        try:
            return (spend or self._spenders.get(decode, decode))(raw)
        except Exception:  # noqa: BLE001  (the response may be anything, so may be what emitted code raises)
            raw = None
        read, value = self._read_tolerantly(body, decode)
        if read:
            return value
        from cortex_async._core.codec.diagnosis import misfit

        redactor = self._redactor(response, request)
        fields = _call(response, request, redactor)
        raise misfit(decode, self._parse(body), redactor, response.status if response else None, fields)

    def _redactor(self, response: Response | StreamedResponse | None, request: Request | None) -> Redactor:
        return redactor_of(request, getattr(response, "sent", None), self.secret_fields)

    def _read_tolerantly(self, body: bytes, decode: Convert) -> tuple[bool, Any]:
        """Whether ``decode`` takes the body with its integers exact and its datetimes in one form, and what it makes of it."""
        try:
            return True, decode(parse_exactly(body))
        except Exception:  # noqa: BLE001, S110  (as above)
            pass
        try:
            value = decode_tolerantly(decode, parse_exactly(body))
        except Exception:  # noqa: BLE001  (as above)
            value = None
        return value is not None, value

    def _fit(self, raw: Any, decode: Convert) -> Any:
        try:
            return decode(raw)
        except Exception:  # noqa: BLE001, S110  (as above; raised below, so that nothing is chained to it)
            pass
        try:
            value = decode_tolerantly(decode, deepcopy(raw))
            if value is not None:
                return value
        except Exception:  # noqa: BLE001, S110  (as above)
            pass
        from cortex_async._core.codec.diagnosis import misfit

        raise misfit(decode, raw, Redactor((), self.secret_fields))


def _call(
    response: Response | StreamedResponse | None, request: Request | None, redactor: Redactor
) -> CallFields:
    return call_fields(
        request,
        response,
        redactor,
        attempts=response.attempts if response else 0,
        outcome=outcome_of(response.status) if response else "unknown",
    )


def _shown(text: str, redactor: Redactor) -> str:
    return shortened(printable(redactor.text(text)), _LONGEST_KIND)
