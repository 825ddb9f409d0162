"""JSON to typed objects and back, one ``Codec`` per API.

Generated packages contain straight-line functions for their models, which are called directly. cattrs is the
public interface and the fallback for other types. It is imported on first use, with the same functions as
hooks; an ordinary call never imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cached_property, partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

import orjson

from cortex_async._core.call_errors import CallFields, DecodeError
from cortex_async._core.codec.decode_errors import fields_of, not_json, unexpected_content
from cortex_async._core.codec.emitted import integer, many, mapping, replaced
from cortex_async._core.codec.encoder import Convert, Encoder, emitted_function
from cortex_async._core.codec.scalars import SCALARS
from cortex_async._core.request import Request
from cortex_async._core.runtime.loading import unloaded
from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.secrets.redaction import Redactor, redactor_of
from cortex_async._core.strings.json_text import NotJSON, parse, parse_exactly
from cortex_async._core.strings.timestamps import decode_tolerantly
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    from cattrs import Converter

    from cortex_async._core.paging import Page
    from cortex_async._core.response import Response, StreamedResponse

T = TypeVar("T")

LONG = 32 * 1024 * 1024 // 12
"""Bytes from which on a list is decoded in parts.

orjson parses into a buffer of twelve times a body's length, and from 32 MiB on glibc takes such a buffer from
the system each time: see ``M_MMAP_THRESHOLD`` in https://man7.org/linux/man-pages/man3/mallopt.3.html. A
process that has decoded before mostly has the memory for a shorter list. Parts would then take up to a sixth
longer, because the garbage collector runs."""


class Codec(Encoder):
    """Encoder and decoder for one API.

    package: name of the generated package, whose ``models`` and ``decoders`` have modules of the same names.
    secret_fields: names of JSON members whose values are never shown, in any spelling.
    """

    def __init__(self, package: str, secret_fields: Iterable[str] = ()) -> None:
        super().__init__(package)
        self.secret_fields: frozenset[str] = frozenset(plain_name(name) for name in secret_fields)
        self._decoders: dict[object, Convert] = {}
        # Decoder of a list -> the same decoder for a freshly parsed list, which it may overwrite.
        self._in_place: dict[Convert, Convert] = {}

    @cached_property
    def converter(self) -> Converter:
        """A cattrs converter that knows this API's models. You may register further hooks on it."""
        from cortex_async._core.codec.cattrs_converter import build_converter

        # Keep the first one if two threads race: somebody may already have registered hooks on it.
        converter = build_converter(self.is_generated, self.decoder, self._encoder)
        return cast("Converter", self.__dict__.setdefault("converter", converter))

    def structure(self, value: object, kind: type[T]) -> T:
        """Make a typed object of parsed JSON.

        Raises ``DecodeError``, which names the place that does not fit.
        """
        typed: T = self._structured(value, self.decoder(kind))
        return typed

    def unstructure(self, value: object) -> JSON:
        """Make JSON-ready dicts and lists of a model; datetimes become strings in UTC."""
        plain: JSON = orjson.loads(self.encode(value))
        return plain

    def decode(self, body: bytes, kind: type[T]) -> T:
        """Make a typed object of JSON. Raises ``DecodeError``, which names the place that does not fit."""
        typed: T = self._typed(body, self.decoder(kind))
        return typed

    def decode_response(self, response: Response, kind: type[T] | Callable[[Any], T], request: Request) -> T:
        """Decode the response of a call. ``kind`` is a type, or a function from parsed JSON."""
        typed: T = self._typed(response.body, self.decoder(kind), response, request)
        return typed

    def decoded(self, response: Response, decode: Convert, request: Request) -> Any:
        """Decode the response of a call with a decoder that was looked up before the call was sent."""
        return self._typed(response.body, decode, response, request)

    def unexpected(
        self, response: Response | StreamedResponse, request: Request, expected: str, got: str
    ) -> DecodeError:
        """The error for a response of another media type, status or encoding than the spec declares."""
        return unexpected_content(response, request, expected, got, self._redactor(response, request))

    def decode_undeclared(self, response: Response) -> JSON:
        """Decode a response that no spec describes: parsed JSON, a string, or None for an empty body."""
        if not response.body:
            return None
        content_type = response.headers.get("content-type", "")
        if "json" in content_type:
            parsed: JSON = self._read_json(parse_exactly, response.body, response)
            return parsed
        if not content_type:
            try:
                return response.json()
            except ValueError:
                return response.text()
        return response.text()

    def decode_page(
        self, response: Response, item: type[T], items: str | None, offset: int, request: Request
    ) -> Page[T]:
        """Decode one page of a list.

        ``items`` is the member that holds the list, None if the body is the list.
        """
        # Imported late: most operations have no pages.
        from cortex_async._core.paging import Page

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
            return cast("Convert", emitted_function(self.package, "DECODERS", cast("type", kind)))
        origin, args = get_origin(kind), get_args(kind)
        if origin is list and args:
            decode = partial(many, self.decoder(args[0]))
            self._in_place[decode] = partial(replaced, *decode.args)
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
        raise not_json(body, problem, response, request, self._redactor(response, request))

    def _typed(
        self,
        body: bytes,
        decode: Convert,
        response: Response | None = None,
        request: Request | None = None,
        in_place: Convert | None = None,
    ) -> Any:
        """Parse and decode a body.

        ``in_place`` does what ``decode`` does and may overwrite the parsed JSON.
        """
        if len(body) >= LONG and decode in self._in_place:
            items = _in_parts(body, self._in_place[decode])
            if items is not None:
                return items
        raw = self._parse(body, response, request)
        try:
            return (in_place or self._in_place.get(decode, decode))(raw)
        except Exception:  # noqa: BLE001  (a response may be anything, and so may be what emitted code raises)
            raw = None
        read, value = self._read_tolerantly(body, decode)
        if read:
            return value
        redactor = self._redactor(response, request)
        fields, status = fields_of(response, request, redactor), response.status if response else None
        raise _mismatch(decode, self._parse(body), redactor, status, fields)

    def _redactor(self, response: Response | StreamedResponse | None, request: Request | None) -> Redactor:
        return redactor_of(request, getattr(response, "sent", None), self.secret_fields)

    def _read_tolerantly(self, body: bytes, decode: Convert) -> tuple[bool, Any]:
        """Decode with exact integers, then with rewritten timestamps. Returns (whether it worked, value)."""
        try:
            return True, decode(parse_exactly(body))
        except Exception:  # noqa: BLE001, S110  (as above)
            pass
        try:
            value = decode_tolerantly(decode, parse_exactly(body))
        except Exception:  # noqa: BLE001  (as above)
            value = None
        return value is not None, value

    def _structured(self, raw: Any, decode: Convert) -> Any:
        try:
            return decode(raw)
        except Exception:  # noqa: BLE001, S110  (as above; raised below, where nothing gets chained to it)
            pass
        try:
            value = decode_tolerantly(decode, deepcopy(raw))
            if value is not None:
                return value
        except Exception:  # noqa: BLE001, S110  (as above)
            pass
        raise _mismatch(decode, raw, Redactor((), self.secret_fields))


def _in_parts(body: bytes, decode: Convert) -> list[Any] | None:
    try:
        # Imported late: few responses are that long.
        from cortex_async._core.codec.parts import decoded_in_parts
    except OSError:
        return None  # no file descriptor is left to import it with
    return decoded_in_parts(body, decode)


def _mismatch(
    decode: Convert,
    raw: object,
    redactor: Redactor,
    status: int | None = None,
    fields: CallFields | None = None,
) -> DecodeError:
    try:
        # Imported late: most responses are what the spec says.
        from cortex_async._core.codec.diagnosis import mismatch_error
    except OSError as error:
        message = f"not what the spec says, and where is not known: {unloaded(error)}"
        return DecodeError(message, status=status, **(fields or {}))
    return mismatch_error(decode, raw, redactor, status, fields)
