"""Redaction of whole HTTP messages: path, query, headers, bodies, events."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from cortex_async.emulator.records import Record, is_object
from cortex_async.emulator.replay.bodies import as_body, omitted
from cortex_async.emulator.replay.people import kind_of
from cortex_async.emulator.replay.redaction import Redactor
from cortex_async.emulator.replay.secret_headers import header_value
from cortex_async.emulator.replay.secret_names import (
    KEPT_REQUEST_HEADERS,
    is_secret_header,
    is_secret_parameter,
)
from cortex_async.emulator.replay.secret_values import SHORTEST
from cortex_async.emulator.spec import Match

_LINES = re.compile(r"\r\n|\n|\r")
_BINARY = re.compile(r"(?:audio|image|video|font)/|application/(?:octet-stream|zip|gzip|ogg)", re.IGNORECASE)
_BOUNDARY = re.compile(r'boundary="?([^";]+)', re.IGNORECASE)
_PART_NAME = re.compile(r'\bname="([^"]*)"', re.IGNORECASE)
_VERBATIM = ("kind", "id", "connection", "at", "method", "status", "how", "stream", "source")
"""Fields of a recording's line that hold nothing of the outside."""


class MessageRedactor:
    """Redacts the parts of one recording's messages."""

    def __init__(self, *, pseudonymise: bool = False) -> None:
        self.redactor: Redactor = Redactor(pseudonymise=pseudonymise)

    def headers(self, headers: Iterable[tuple[str, str]], *, request: bool) -> list[list[str]]:
        """Headers without secrets. Of requests, only known harmless headers keep their values."""
        masked = [[name, self._header(name, value, request)] for name, value in headers]
        return [[self.redactor.name(name), self.redactor.text(value)] for name, value in masked]

    def _header(self, name: str, value: str, request: bool) -> str:
        secret = is_secret_header(name)
        if secret or (request and name.lower() not in KEPT_REQUEST_HEADERS):
            return header_value(self.redactor.secrets, name, value, certain=secret) if value else value
        self.redactor.learn(value)
        return value

    def path(self, path: str, match: Match | None = None) -> str:
        """A path, still encoded, segment by segment."""
        self.redactor.learn(unquote(path))
        people: dict[str, str] = {}
        if match is not None and self.redactor.people is not None:
            for name, value in match.path.items():
                kind = kind_of(name)
                if kind is not None:
                    people[value] = self.redactor.people.pseudonym(kind, value)
        return "/".join(self._segment(segment, people) for segment in path.split("/"))

    def _segment(self, segment: str, people: Mapping[str, str]) -> str:
        decoded = unquote(segment)
        redacted = people.get(decoded) or self.redactor.name(decoded)
        return segment if redacted == decoded else quote(redacted, safe="")

    def query(self, query: str, declared: Collection[str]) -> str:
        """A query string. Values of parameters that the operation does not declare could be secrets."""
        return "&".join(self._parameter(part, declared) for part in query.split("&")) if query else query

    def _parameter(self, part: str, declared: Collection[str]) -> str:
        name, equals, written = part.partition("=")
        value = unquote_plus(written if equals else name)
        secret = is_secret_parameter(unquote_plus(name))
        if unquote_plus(name) in declared or (len(value) < SHORTEST and not secret):
            self.redactor.learn(value)
            redacted = self.redactor.text(value)
            return part if redacted == value else f"{name}={quote(redacted, safe='')}"
        placeholder = self.redactor.secrets.placeholder(value, certain=secret)
        return f"{self.redactor.name(name)}={placeholder}" if equals else placeholder

    def body(self, raw: bytes, content_type: str, *, request: bool, whole: bool = True) -> Record | None:
        """A body as the recording has it, None for an empty one. It is not ``whole`` if it was cut."""
        if not raw:
            return None
        text: str | None = None
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode(errors="ignore") if not whole and _is_text(content_type) else None
        if text is None:
            return self._binary(raw, content_type)
        return as_body(self._text(text, content_type, request=request, whole=whole))

    def _binary(self, raw: bytes, content_type: str) -> Record:
        if self.redactor.people is not None:
            return omitted(len(raw), "binary data can be a voice or a picture")
        if not _BINARY.match(content_type):
            return omitted(len(raw), "not UTF-8")
        if self.redactor.secrets.inside(raw):
            return omitted(len(raw), "it contains a secret")
        return {"base64": b64encode(raw).decode()}

    def _text(self, text: str, content_type: str, *, request: bool, whole: bool) -> str:
        if "json" in content_type.lower() or text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
            try:
                return self.redactor.json(text, request=request)
            except ValueError:
                return self.redactor.loose(text)
        if content_type.lower().startswith("application/x-www-form-urlencoded"):
            return self.query(text, ())
        boundary = _BOUNDARY.search(content_type)
        if boundary and content_type.lower().startswith("multipart/"):
            return self._multipart(text, boundary[1].strip())
        self.redactor.learn(text)
        redacted = self.redactor.text(text)
        return redacted if whole else self.redactor.secrets.without_cut_secret(redacted)

    def _multipart(self, text: str, boundary: str) -> str:
        parts = text.split(f"--{boundary}")
        return f"--{boundary}".join(self._part(part) for part in parts)

    def _part(self, part: str) -> str:
        head, separator, content = part.partition("\r\n\r\n")
        name = _PART_NAME.search(head)
        if not separator or name is None:
            return self.redactor.text(part)
        value = content.removesuffix("\r\n")
        if "filename=" in head.lower():
            redacted = f"[{len(value)} characters, not recorded]"
        elif is_secret_parameter(name[1]):
            redacted = self.redactor.secrets.placeholder(value, certain=True)
        else:
            redacted = self._text(value, "", request=True, whole=True)
        return f"{self.redactor.text(head)}{separator}{redacted}\r\n"

    def event(self, text: str) -> str:
        """The text of one complete server-sent event."""
        lines = _LINES.split(text)
        data = "\n".join(line[5:].removeprefix(" ") for line in lines if line.startswith("data:"))
        redacted = self._text(data, "", request=False, whole=True) if data else data
        if redacted != data:
            first = next(at for at, line in enumerate(lines) if line.startswith("data:"))
            others = [line for line in lines[first:] if not line.startswith("data:")]
            lines = [*lines[:first], *(f"data: {line}" for line in redacted.split("\n")), *others]
        return "\n".join(line if line.startswith("data:") else self.redactor.text(line) for line in lines)

    def line(self, line: Record) -> Record:
        """A line of the recording once more, with what was learned since it was written."""
        return {
            name: value if name in _VERBATIM else self._again(name, value) for name, value in line.items()
        }

    def _again(self, name: str, value: Any) -> Any:
        match name:
            case "path":
                return self.path(value)
            case "query":
                return "&".join(self._known_parameter(part) for part in value.split("&"))
            case "headers":
                return [[header, self.redactor.text(held)] for header, held in value]
            case "body" if is_object(value):
                return self._known_body(value)
            case _:
                return self.redactor.everywhere(value)

    def _known_body(self, body: Record) -> Record:
        if "base64" not in body:
            return {key: self.redactor.everywhere(part) for key, part in body.items()}
        raw = b64decode(body["base64"])
        return omitted(len(raw), "it contains a secret") if self.redactor.secrets.inside(raw) else body

    def _known_parameter(self, part: str) -> str:
        name, equals, written = part.partition("=")
        value = unquote_plus(written)
        redacted = self.redactor.text(value)
        written = written if redacted == value else quote(redacted, safe="")
        return f"{self.redactor.name(name)}{equals}{written}"


def _is_text(content_type: str) -> bool:
    return "json" in content_type.lower() or content_type.lower().startswith("text/")
