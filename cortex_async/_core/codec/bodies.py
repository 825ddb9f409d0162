"""Request bodies other than plain JSON, and the bytes of every kind of body.

A body is encoded once per call: every attempt sends the same bytes, so a signature can cover them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote_plus

from attrs import evolve, field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.request import NO_PARAMETERS, QueryValue, Route, string_pairs
from cortex_async._core.strings.kinds import ANY, JSON_FIELD, fits, is_array, unwrapped
from cortex_async._core.strings.wire_strings import Parameter, written
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from cortex_async._core.codec.codec import Codec

BodyT = TypeVar("BodyT")
QueryT = TypeVar("QueryT")


@frozen(repr=False)
class Form:
    """Fields sent as ``application/x-www-form-urlencoded``.

    Unset fields and None are left out; an iterable becomes one field per item, all with the same name. What
    the route declares as JSON becomes JSON.
    """

    fields: Mapping[str, object]


@frozen(repr=False)
class File:
    """A file as one part of a form.

    content: bytes of the file. name: file name that the server sees. content_type: media type of the content.
    """

    content: bytes
    name: str = "file"
    content_type: str = "application/octet-stream"


@frozen(repr=False)
class Multipart:
    """Parts sent as ``multipart/form-data`` (RFC 7578).

    Files and bytes are sent as files, scalars as strings, an iterable as one part per item, everything else
    as JSON. Unset parts and None are left out.
    """

    parts: Mapping[str, object]


@frozen(repr=False)
class Content:
    """A body sent as it is. A string is encoded as UTF-8."""

    content: bytes | str
    content_type: str


@frozen(repr=False)
class Json:
    """A JSON body whose content type is another one, such as ``application/merge-patch+json``."""

    value: object
    content_type: str


@frozen
class Payload:
    """An encoded body."""

    content: bytes = field(repr=False)
    content_type: str


def payload(body: object, codec: Codec, route: Route | None = None) -> Payload:
    """Encode ``body``. ``route`` declares which values the fields of a form take.

    Raises ``ArgumentError``, which names the value that cannot be sent.
    """
    if isinstance(body, bytes):
        return Payload(body, "application/octet-stream")
    if isinstance(body, Form):
        parameters = route.form_parameters if route else NO_PARAMETERS
        pairs = string_pairs(_with_json(_mapping(body.fields), parameters, codec), parameters)
        encoded = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
        return Payload(encoded.encode(), "application/x-www-form-urlencoded")
    if isinstance(body, Multipart):
        return _multipart(_mapping(body.parts), codec, route.form_parameters if route else NO_PARAMETERS)
    if isinstance(body, Content):
        return Payload(_content(body.content, "body"), body.content_type)
    if isinstance(body, Json):
        return Payload(codec.encode_body(body.value), body.content_type)
    return Payload(codec.encode_body(body), "application/json")


def _mapping(fields: Mapping[str, QueryT]) -> Mapping[str, QueryT]:
    if not isinstance(fields, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # given by the caller
        raise wrong_type("body", "a mapping of its fields", fields)
    return fields


def _with_json(
    fields: Mapping[str, object], parameters: Mapping[str, Parameter], codec: Codec
) -> Mapping[str, QueryValue]:
    """Return ``fields`` with those that the route declares as JSON encoded, except for strings."""
    found = dict(fields)
    for name, parameter in parameters.items():
        value = found.get(name)
        if parameter.kinds == JSON_FIELD and not (value is None or value is UNSET or isinstance(value, str)):
            found[name] = codec.encode_body(value, parameter.name).decode()
    # Everything else is checked where it is written.
    return cast("dict[str, QueryValue]", found)


def _content(content: object, name: str) -> bytes:
    if isinstance(content, str):
        return written(content, name, "str").encode()
    if isinstance(content, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", content))
    raise wrong_type(name, "bytes or a string", content)


def _multipart(parts: Mapping[str, object], codec: Codec, parameters: Mapping[str, Parameter]) -> Payload:
    boundary = os.urandom(16).hex()
    lines: list[bytes] = []
    for name, value in parts.items():
        parameter = parameters.get(name) or Parameter(name, many="repeated")
        for file in _files(value, parameter, codec):
            lines += [f"--{boundary}\r\n".encode(), _part_head(name, file), file.content, b"\r\n"]
    lines.append(f"--{boundary}--\r\n".encode())
    return Payload(b"".join(lines), f"multipart/form-data; boundary={boundary}")


def _files(value: object, parameter: Parameter, codec: Codec) -> list[File]:
    """The parts for ``value``; a part without a file name is a plain field."""
    if value is UNSET or value is None:
        return []
    if parameter.many and is_array(value):
        items = enumerate(cast("Iterable[object]", value))
        each = [
            (item, evolve(parameter, name=f"{parameter.name}[{place}]", many="")) for place, item in items
        ]
        return [_file(item, part, codec) for item, part in each]
    return [_file(value, parameter, codec)]


def _file(value: object, parameter: Parameter, codec: Codec) -> File:
    name = parameter.name
    if parameter.kinds == ANY:
        if isinstance(value, File):
            return evolve(value, content=_content(value.content, f"{name}.content"))
        if isinstance(value, (bytes, bytearray, memoryview)):
            return File(bytes(cast("bytes", value)))
        if not fits(unwrapped(value), ANY):
            return File(codec.encode_body(value, name), "", "application/json")
    return File(written(value, name, parameter.kinds).encode(), "", "")


def _part_head(name: str, file: File) -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if file.name:
        head += f'; filename="{_quoted(file.name)}"'
    if file.content_type:
        if not file.content_type.isprintable():
            raise ArgumentValueError(
                f"the content type of {name} must not hold control characters", parameter=name
            )
        head += f"\r\nContent-Type: {file.content_type}"
    return written(f"{head}\r\n\r\n", name, "str").encode()


def _quoted(name: str) -> str:
    # https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def unless_empty(body: BodyT) -> BodyT | Unset:
    """``body``, or UNSET if nothing of it is set: an optional body is then not sent at all."""
    if isinstance(body, (Form, Multipart)):
        values: Iterable[object] = (body.fields if isinstance(body, Form) else body.parts).values()
    elif isinstance(body, Content):
        values = (body.content,)
    elif isinstance(body, Json):
        values = (unless_empty(body.value),)
    elif body is UNSET:
        return UNSET
    else:
        attributes = getattr(type(body), "__attrs_attrs__", None)
        if attributes is None:
            return body
        values = tuple(getattr(body, attribute.name) for attribute in attributes)
    return UNSET if all(value is UNSET for value in values) else body
