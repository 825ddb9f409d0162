"""How a value can be spelled inside other text: escaped for JSON, URLs or HTML, in base64, in hexadecimal."""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

GRAM = 3
"""Characters by which values are found quickly; shorter values are not searched for."""

DEEPEST = 3
"""How often escapes within escapes are undone."""

_LONGEST_BASE64 = 8192
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-")
_PERCENT = re.compile("(?:%[0-9a-fA-F]{2})+")
_BACKSLASH = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def spellings(value: str) -> set[str]:
    """The usual spellings of a value in text, other than base64."""
    once = {value, _for_json(value), _for_json(value, ascii_only=True)}
    twice = {_for_json(form) for form in once}
    urls = {quote(value, safe=safe, errors="replace") for safe in ("", "/", "!'()*~", ":/?#[]@!$&'()*+,;=")}
    urls.add(quote_plus(value, errors="replace"))
    urls |= {_PERCENT.sub(lambda match: match[0].lower(), form) for form in urls}
    urls |= {quote(form, safe="") for form in urls}
    raw = value.encode("utf-8", "surrogatepass")
    return (
        once
        | twice
        | {_for_json(form) for form in twice}
        | urls
        | {html.escape(value), raw.hex(), raw.hex().upper()}
    )


def base64_cores(value: str) -> set[str]:
    """What all base64 of a text that contains ``value`` has in common, for each position in three bytes."""
    raw = value.encode("utf-8", "surrogatepass")
    if not 4 <= len(raw) <= _LONGEST_BASE64:
        return set()
    cores: set[str] = set()
    for before in range(3):
        for encode in (b64encode, urlsafe_b64encode):
            # Characters at the edges also hold bits of the neighbours.
            core = encode(b"\0" * before + raw).decode()[-(-8 * before // 6) : 8 * (before + len(raw)) // 6]
            if len(core) > GRAM + 1:
                cores.add(core)
    return cores


def replace_base64(text: str, core: str, replacement: str) -> str:
    """Replace every base64 string in which ``core`` lies. A regular expression could take quadratic time."""
    pieces: list[str] = []
    kept = 0
    while (at := text.find(core, kept)) >= 0:
        start, stop = at, at + len(core)
        while start > kept and text[start - 1] in _BASE64:
            start -= 1
        while stop < len(text) and text[stop] in _BASE64:
            stop += 1
        pieces += text[kept:start], replacement
        kept = stop
    return "".join([*pieces, text[kept:]])


def unescaped(text: str) -> Iterator[str]:
    """The text with its escapes undone, one kind after the other, as long as that changes it."""
    for _ in range(DEEPEST):
        before = text
        for mark, undo in (("%", _percent), ("\\", _backslashes), ("&", html.unescape)):
            if mark in text:
                shown = undo(text)
                if shown != text:
                    yield shown
                text = shown
        if text == before:
            return


def _percent(text: str) -> str:
    return _PERCENT.sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"), text
    )


def _backslashes(text: str) -> str:
    text = _BACKSLASH.sub(_character, text)
    # Surrogate pairs that were written as two escapes.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _LETTERS.get(escape[3], escape[3])


def _for_json(value: str, *, ascii_only: bool = False) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)[1:-1]


class Index:
    """Finds which of many forms a text contains, in time that depends on the text only."""

    def __init__(self) -> None:
        self._by_gram: dict[str, set[str]] = {}

    def add(self, forms: Iterable[str]) -> None:
        for form in forms:
            last = len(form) - GRAM
            if last >= 0:
                # The rarest of a few: tokens often begin alike and end in padding, and escapes repeat.
                grams = [form[at : at + GRAM] for at in (0, last // 3, last * 2 // 3, last)]
                self._by_gram.setdefault(min(grams, key=self._count), set()).add(form)

    def _count(self, gram: str) -> int:
        return len(self._by_gram.get(gram, ()))

    def inside(self, text: str) -> list[str]:
        """The forms that the text contains, longest first."""
        if not self._by_gram:
            return []
        grams = {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}
        found = [
            form for gram in grams & self._by_gram.keys() for form in self._by_gram[gram] if form in text
        ]
        return sorted(found, key=lambda form: (-len(form), form))
