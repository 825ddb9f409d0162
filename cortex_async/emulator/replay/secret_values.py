"""The secrets that a recording has met, and their replacement by placeholders."""

from __future__ import annotations

import re

from cortex_async.emulator.replay.spellings import (
    GRAM,
    Index,
    base64_cores,
    replace_base64,
    spellings,
    unescaped,
)
from cortex_async.emulator.replay.vocabulary import is_word

PLACEHOLDER = re.compile(r"secret-\d+")

SHORT = 8
"""Characters below which a secret is replaced in other text only where it is a word of its own."""

SHORTEST = GRAM + 1
"""Characters below which a secret is replaced only in its own place."""

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DATETIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_NUMBER = re.compile(r"-?[\d.]+(?:[eE][+-]?\d+)?")
_PLAIN_URL = re.compile(r"https?://[^?#@]*", re.IGNORECASE)


def is_structured(text: str) -> bool:
    """Whether a whole string is an id or a datetime, in which a short value would only be found by chance."""
    return UUID.fullmatch(text) is not None or DATETIME.fullmatch(text) is not None


class SecretValues:
    """Placeholders by value: the same value has the same placeholder throughout a recording."""

    def __init__(self) -> None:
        self._placeholders: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        self._in_base64: set[str] = set()
        self._values: dict[str, str] = {}
        self._index = Index()
        self._value_index = Index()
        self._new: list[str] = []

    def placeholder(self, value: str, *, certain: bool) -> str:
        """The placeholder of a secret, which from now on is also replaced everywhere else.

        certain: True for a credential. A value that is only secret by its place, such as a setting, is not
            replaced elsewhere if it looks ordinary: a number, an id, a media type, a short or common word.
        """
        if value not in self._placeholders:
            self._placeholders[value] = f"secret-{len(self._placeholders) + 1}"
        if value not in self._values and _searchable(value, certain=certain):
            self._search(value, self._placeholders[value])
        return self._placeholders[value]

    def replace(self, text: str) -> str:
        """The text without any secret. If one is spelled in an unusual way, the whole text is replaced."""
        if not self._values:
            return text
        structured = is_structured(text)
        for form in self._index.inside(text):
            if not (structured and len(form) < SHORT):
                text = self._replace_form(text, form)
        for shown in unescaped(text):
            for value in self._value_index.inside(shown):
                if len(value) >= SHORT or _as_word(value).search(shown):
                    return self._values[value]
        return text

    def _replace_form(self, text: str, form: str) -> str:
        placeholder = self._forms[form]
        if form in self._in_base64:
            return replace_base64(text, form, placeholder)
        return (
            text.replace(form, placeholder) if len(form) >= SHORT else _as_word(form).sub(placeholder, text)
        )

    def take_new(self) -> list[str]:
        """The spellings that were learned since the last call."""
        new, self._new = self._new, []
        return new

    def without_cut_secret(self, text: str) -> str:
        """The text, which ends somewhere, without the beginning of a secret at its end."""
        for value in self._values:
            for length in range(min(len(value), len(text)), GRAM, -1):
                if text.endswith(value[:length]):
                    return text[:-length]
        return text

    def inside(self, raw: bytes) -> bool:
        """Whether binary data contain a secret."""
        encodings = ("utf-8", "utf-16-le", "utf-16-be")
        return any(
            value.encode(encoding, "surrogatepass") in raw for value in self._values for encoding in encodings
        )

    def _search(self, value: str, placeholder: str) -> None:
        forms = {form for form in spellings(value) if len(form) >= SHORTEST}
        cores = base64_cores(value) - forms
        self._in_base64 |= cores
        forms |= cores
        for form in forms:
            self._forms.setdefault(form, placeholder)
        self._values[value] = placeholder
        self._index.add(forms)
        self._value_index.add([value])
        self._new.extend(forms)


def _as_word(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])")


def _searchable(value: str, *, certain: bool) -> bool:
    if len(value) < SHORTEST or is_word(value):
        return False
    if certain:
        return True
    ordinary = (UUID, DATETIME, _NUMBER, _PLAIN_URL)
    return len(value) >= SHORT and not any(pattern.fullmatch(value) for pattern in ordinary)
