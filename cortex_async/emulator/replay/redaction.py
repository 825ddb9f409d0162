"""Redaction of JSON: secrets, and personal data if wanted, are found by name and then replaced everywhere.

Two passes: ``mask`` replaces values in their own places and learns them, ``everywhere`` replaces what is
known in any other place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from cortex_async.emulator.records import is_list, is_object, plain_name
from cortex_async.emulator.replay import json_values
from cortex_async.emulator.replay.json_values import Json, Literal, Members
from cortex_async.emulator.replay.people import PERSONAL_OBJECTS, Kind, People, kind_of
from cortex_async.emulator.replay.secret_names import (
    CONTAINERS,
    HEADER_MAPS,
    is_secret_header,
    is_secret_member,
    may_be_secret,
)
from cortex_async.emulator.replay.secret_shapes import secrets_by_shape
from cortex_async.emulator.replay.secret_values import SHORT, SecretValues
from cortex_async.emulator.replay.vocabulary import is_word

_LOOSE_MEMBER = re.compile(r'"([^"\\]{1,100})"\s*:\s*("(?:[^"\\]|\\.)*"?|[\[{]|[^\s,}\]]*)', re.DOTALL)
_REST = '"[the rest is not recorded]"'


class Place(Enum):
    """What a value is, judged by the members above it."""

    ORDINARY = "ordinary"
    CREDENTIAL = "credential"
    CONTAINER = "container"  # holds secrets among ordinary values
    HEADERS = "headers"  # the same, with names of headers
    PERSONAL = "personal"


class Redactor:
    """What one recording knows of secrets and people.

    pseudonymise: whether to replace personal data too.
    """

    def __init__(self, *, pseudonymise: bool = False) -> None:
        self.secrets: SecretValues = SecretValues()
        self.people: People | None = People() if pseudonymise else None

    def text(self, text: str) -> str:
        """A string without anything that is known."""
        text = self.secrets.replace(text)
        return self.people.replace(text) if self.people is not None else text

    def learn(self, text: str) -> None:
        """Learn the secrets in a string that can be recognized by their form."""
        for secret in secrets_by_shape(text):
            self.secrets.placeholder(secret, certain=True)

    def json(self, text: str, *, request: bool) -> str:
        """JSON without secrets, unchanged if there are none. Raises ``ValueError`` if it is not JSON."""
        parsed = json_values.parse(text.removeprefix("\ufeff"))
        try:
            redacted = self.everywhere(self.mask(parsed, request=request))
        except RecursionError:
            raise ValueError("nested too deeply") from None
        return text if redacted == parsed else json_values.dump(redacted)

    def loose(self, text: str) -> str:
        """Text that may be part of a JSON document, or a damaged one."""
        pieces: list[str] = []
        at = 0
        for match in _LOOSE_MEMBER.finditer(text):
            kind = kind_of(match[1]) if self.people is not None else None
            if not (may_be_secret(match[1]) or kind) or match[2] in ("", "null", "true", "false"):
                continue
            pieces.append(text[at : match.start(2)])
            at = match.end(2)
            if match[2][0] in "{[":
                # It cannot be seen where this ends.
                return self._strings("".join([*pieces, _REST]))
            pieces.append(f'"{self._loose_value(match[2], kind)}"')
        return self._strings("".join([*pieces, text[at:]]))

    def _loose_value(self, written: str, kind: Kind | None) -> str:
        value = written.strip('"')
        if kind is not None and self.people is not None:
            return self.people.pseudonym(kind, value)
        return self.secrets.placeholder(value, certain=True)

    def _strings(self, text: str) -> str:
        self.learn(text)
        return self.secrets.without_cut_secret(self.text(text))

    def mask(self, value: Json, *, request: bool, place: Place = Place.ORDINARY) -> Json:
        """Replace values in secret places, and learn them."""
        if isinstance(value, Members):
            beside = frozenset(plain_name(name) for name in value.names())
            self._meet(value, beside)
            places = [(name, part, self._place(name, beside, place, request)) for name, part in value]
            return Members(
                (name, self._masked_member(name, part, at, request, beside)) for name, part, at in places
            )
        if is_list(value):
            return [self.mask(part, request=request, place=place) for part in value]
        return self._masked_string(value, place, request) if isinstance(value, str) else value

    def _masked_member(
        self, name: str, value: Json, place: Place, request: bool, beside: frozenset[str]
    ) -> Json:
        kind = kind_of(name, beside)
        if self.people is None or kind is None or place not in (Place.ORDINARY, Place.PERSONAL):
            return self.mask(value, request=request, place=place)
        if is_list(value) and not isinstance(value, Members):
            return [self._masked_person(kind, part, request) for part in value]
        return self._masked_person(kind, value, request)

    def _masked_person(self, kind: Kind, value: Json, request: bool) -> Json:
        if isinstance(value, str) and self.people is not None:
            return self.people.pseudonym(kind, value)
        return self.mask(value, request=request)

    def _masked_string(self, value: str, place: Place, request: bool) -> Json:
        if place is Place.PERSONAL and self.people is not None and not isinstance(value, Literal):
            return self.people.private(value)
        if place not in (Place.ORDINARY, Place.PERSONAL):
            if place is not Place.CREDENTIAL:
                self._learn_within(value, place, request)
            return self.secrets.placeholder(value, certain=place is Place.CREDENTIAL)
        if isinstance(value, Literal):
            return value
        self.learn(value)
        nested = self._nested(value, place, request)
        return value if nested is None else nested

    def _nested(self, value: str, place: Place, request: bool) -> str | None:
        """A JSON document inside a string, with its secrets replaced. None if it is none, or holds none."""
        if value.lstrip()[:1] not in ("{", "["):
            return None
        try:
            parsed = json_values.parse(value)
        except ValueError:
            return None
        masked = self.mask(parsed, request=request, place=place)
        return None if masked == parsed else json_values.dump(masked)

    def _learn_within(self, value: str, place: Place, request: bool) -> None:
        self.learn(value)
        self._nested(value, place, request)

    def _place(self, name: str, beside: frozenset[str], place: Place, request: bool) -> Place:
        plain = plain_name(name)
        if place is Place.CREDENTIAL:
            return place
        if place is Place.HEADERS:
            return Place.CREDENTIAL if is_secret_header(name) else place
        if is_secret_member(name, beside, request=request):
            if plain in HEADER_MAPS:
                return Place.HEADERS
            return Place.CONTAINER if plain in CONTAINERS else Place.CREDENTIAL
        if plain in PERSONAL_OBJECTS and self.people is not None and place is Place.ORDINARY:
            return Place.PERSONAL
        return place

    def _meet(self, members: Members, beside: frozenset[str]) -> None:
        """Learn what belongs to one person: all names and ids of an object, except the inviter's."""
        if self.people is None:
            return
        groups: dict[bool, list[tuple[Kind, str]]] = {}
        for name, value in members:
            kind = kind_of(name, beside)
            if kind is not None and isinstance(value, str):
                groups.setdefault(name.lower().startswith("inviter"), []).append((kind, value))
        for group in groups.values():
            self.people.meet(group)

    def everywhere(self, value: Json) -> Json:
        """Replace what is known in every string, names of members included."""
        if isinstance(value, Members):
            return Members((self.name(name), self.everywhere(part)) for name, part in value)
        if is_list(value):
            return [self.everywhere(part) for part in value]
        if is_object(value):
            return {self.name(name): self.everywhere(part) for name, part in value.items()}
        if isinstance(value, Literal):
            # Replacing a short number would more often hit an ordinary one.
            replaced = self.secrets.replace(value) if len(value) >= SHORT else value
            return value if replaced == value else replaced
        return self.text(value) if isinstance(value, str) else value

    def name(self, name: str) -> str:
        """The name of a member."""
        return name if is_word(name) else self.text(name)

    def take_new(self) -> tuple[list[str], list[str]]:
        """Spellings of secrets, and personal values in lower case, learned since the last call."""
        people: Iterable[str] = self.people.take_new() if self.people is not None else ()
        return self.secrets.take_new(), list(people)
