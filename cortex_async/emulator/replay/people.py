"""Pseudonyms for personal names, e-mail addresses and external user ids, the same ones throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import define

from cortex_async.emulator.records import plain_name
from cortex_async.emulator.replay.people_names import invented
from cortex_async.emulator.replay.secret_values import UUID, is_structured
from cortex_async.emulator.replay.spellings import GRAM, Index
from cortex_async.emulator.replay.vocabulary import is_word

Kind: TypeAlias = Literal["name", "email", "id"]

_NAMES: dict[Kind, tuple[str, ...]] = {
    "name": (
        "displayname", "sendername", "invitername", "username", "firstname", "lastname", "fullname",
        "realname", "nickname", "playername", "speaker", "speakername",
    ),
    "email": ("email", "emails", "emailaddress", "inviteremail", "mail", "basicauthusername"),
    "id": ("externaluserid", "userid", "playerid"),
}  # fmt: skip
_KINDS: dict[str, Kind] = {name: kind for kind, names in _NAMES.items() for name in names}

PERSONAL_OBJECTS = frozenset({"userdata"})
"""Members whose strings are all personal."""

# With the limits of RFC 5321, section 4.5.3.1, and of DNS.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


def kind_of(name: str, beside: frozenset[str] = frozenset()) -> Kind | None:
    """What a member says about a person. ``name`` is a person's beside an e-mail address, otherwise a
    thing's."""
    plain = plain_name(name)
    if plain == "name" and "email" in beside:
        return "name"
    return _KINDS.get(plain)


@define
class Person:
    number: int
    first: str
    last: str

    def pseudonym(self, kind: Kind, value: str) -> str:
        match kind:
            case "email":
                return f"{self.first}.{self.last}@example.com".lower()
            case "id":
                # Unlike user-1, this is hardly anybody's real id.
                return f"{self.first.lower()}-{self.number + 1}"
            case "name":
                return f"{self.first} {self.last}" if len(value.split()) > 1 else self.first


class People:
    """The people of one recording."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._pseudonyms: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._index = Index()
        self._private: dict[str, str] = {}
        self._count = 0
        self._new: list[str] = []

    def meet(self, values: Iterable[tuple[Kind, str]]) -> None:
        """Learn what belongs to one person, e.g. the id and the display name of one object."""
        known: list[tuple[Kind, str]] = [(kind, value) for kind, value in values if _is_personal(kind, value)]
        person = next((self._people[value] for _, value in known if value in self._people), None)
        for kind, value in known:
            if value in self._people:
                continue
            person = person or self._another()
            self._people[value] = person
            self._pseudonyms[value] = person.pseudonym(kind, value)
            self._search(kind, value, person)

    def pseudonym(self, kind: Kind, value: str) -> str:
        """The pseudonym of a value."""
        self.meet([(kind, value)])
        return self._pseudonyms.get(value, value)

    def private(self, value: str) -> str:
        """What stands for another personal string. It is not looked for elsewhere."""
        return self._private.setdefault(value, f"text-{len(self._private) + 1}")

    def take_new(self) -> list[str]:
        """The forms, in lower case, that were learned since the last call."""
        new, self._new = self._new, []
        return new

    def replace(self, text: str) -> str:
        """The text with everything known of people replaced, in any case, where it is a word of its own."""
        for address in EMAIL.findall(text) if "@" in text else ():
            if not address.lower().endswith("@example.com"):
                self.meet([("email", address)])
        if text in self._pseudonyms and text.lower() in self._forms:
            return self._pseudonyms[text]
        if is_structured(text):
            return text
        for form in self._index.inside(text.lower()):
            pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
            text = pattern.sub(self._forms[form], text)
        return text

    def _another(self) -> Person:
        person = Person(self._count, *invented(self._count))
        self._count += 1
        return person

    def _search(self, kind: Kind, value: str, person: Person) -> None:
        """Also replace the value in other text, and the parts of a name."""
        self._form(value, self._pseudonyms[value])
        parts = value.split() if kind == "name" else []
        if len(parts) > 1:
            for position, part in enumerate(parts):
                self._form(part.strip("."), person.last if position else person.first)

    def _form(self, value: str, pseudonym: str) -> None:
        lower = value.lower()
        ordinary = is_word(value) or is_word(lower) or (value.isdecimal() and len(value) < 5)
        if len(lower) >= GRAM and not ordinary and lower not in self._forms:
            self._forms[lower] = pseudonym
            self._index.add([lower])
            self._new.append(lower)


def _is_personal(kind: Kind, value: str) -> bool:
    """Ids of the API itself say nothing about a person, and ``[System]`` is none."""
    if not value or (value.startswith("[") and value.endswith("]")):
        return False
    return not (kind == "id" and UUID.fullmatch(value))
