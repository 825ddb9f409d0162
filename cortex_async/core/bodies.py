"""Request bodies other than JSON, and how every kind of body becomes bytes.

The bytes are made once per call: every attempt sends the same ones, and a signature can cover them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar, cast
from urllib.parse import quote_plus

from attrs import field, frozen

from .request import QueryValue, query_pairs, scalar_text
from .unset import UNSET, Unset

BodyT = TypeVar("BodyT")


@frozen(repr=False)
class Form:
    """Fields sent as ``application/x-www-form-urlencoded``: unset ones and None are left out, an iterable repeats its name."""

    fields: Mapping[str, QueryValue]


@frozen(repr=False)
class File:
    """A file as one part of a form.

    name: file name that the server sees. content_type: of the content.
    """

    content: bytes
    name: str = "file"
    content_type: str = "application/octet-stream"


@frozen(repr=False)
class Multipart:
    """Parts sent as ``multipart/form-data``: files and bytes as files, scalars as text, an iterable as one part for each of
    its items, everything else as JSON. Unset parts and None are left out.
    """

    parts: Mapping[str, object]


@frozen(repr=False)
class Content:
    """A body sent as it is. Text becomes UTF-8."""

    content: bytes | str
    content_type: str


@frozen(repr=False)
class Json:
    """A JSON body whose content type is not ``application/json``, such as ``application/merge-patch+json``."""

    value: object
    content_type: str


@frozen
class Payload:
    """A body ready for the wire."""

    content: bytes = field(repr=False)
    content_type: str


def payload(body: object, encode: Callable[[object], bytes]) -> Payload:
    """The bytes of ``body`` and their content type. ``encode`` makes JSON.

    Raises ``ValueError`` for a naive datetime and ``TypeError`` for what cannot be sent.
    """
    if isinstance(body, bytes):
        return Payload(body, "application/octet-stream")
    if isinstance(body, Form):
        text = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in query_pairs(body.fields))
        return Payload(text.encode(), "application/x-www-form-urlencoded")
    if isinstance(body, Multipart):
        return _multipart(body.parts, encode)
    if isinstance(body, Content):
        content = body.content
        return Payload(content.encode() if isinstance(content, str) else bytes(content), body.content_type)
    if isinstance(body, Json):
        return Payload(encode(body.value), body.content_type)
    return Payload(encode(body), "application/json")


def _multipart(parts: Mapping[str, object], encode: Callable[[object], bytes]) -> Payload:
    boundary = os.urandom(16).hex()
    lines: list[bytes] = []
    for name, value in parts.items():
        for file in _files(value, encode):
            lines += [f"--{boundary}\r\n".encode(), _part_head(name, file), file.content, b"\r\n"]
    lines.append(f"--{boundary}--\r\n".encode())
    return Payload(b"".join(lines), f"multipart/form-data; boundary={boundary}")


def _files(value: object, encode: Callable[[object], bytes]) -> list[File]:
    """``value`` as parts; one without a file name is a plain field."""
    if value is UNSET or value is None:
        return []
    if isinstance(value, File):
        return [value]
    if isinstance(value, (bytes, bytearray)):
        return [File(bytes(value))]
    if isinstance(value, (str, int, float, date)):
        return [File(scalar_text(value).encode(), "", "")]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [file for item in cast("Iterable[object]", value) for file in _files(item, encode)]
    return [File(encode(value), "", "application/json")]


def _part_head(name: str, file: File) -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if file.name:
        head += f'; filename="{_quoted(file.name)}"'
    if file.content_type:
        if not file.content_type.isprintable():
            raise ValueError("a content type must not hold control characters")
        head += f"\r\nContent-Type: {file.content_type}"
    return f"{head}\r\n\r\n".encode()


def _quoted(text: str) -> str:
    # As browsers do it: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def unless_empty(body: BodyT) -> BodyT | Unset:
    """UNSET where nothing of ``body`` is set: a body that may be left out then is."""
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
