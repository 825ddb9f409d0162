"""The built-in redaction: masks personal data that has a recognisable form."""

from __future__ import annotations

from typing import Any, Final

from attrs import Attribute, evolve, field, fields, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async.redaction.free_form import masked_json
from cortex_async.redaction.masking import Masking, masking
from cortex_async.transcripts.values import Line

VERSION: Final = 1
"""Changes with everything that changes what is masked."""

KINDS: Final = {"emails": "email", "phones": "phone", "urls": "url", "cards": "card", "ips": "ip"}
"""Setting -> kind."""

_EDGES: Final = "[]{}<>*\u2588\u25a0\u2022"


def _flag(instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise wrong_type(f"MaskPersonalData {attribute.name}", "True or False", value)


def _replacement(instance: object, attribute: Attribute[Any], value: object) -> None:
    expected = f"a string that begins and ends with one of {' '.join(_EDGES)}"
    if not isinstance(value, str):
        raise wrong_type("MaskPersonalData replacement", expected, value)
    if not (value and value[0] in _EDGES and value[-1] in _EDGES):
        raise wrong_value("MaskPersonalData replacement", expected, value)


@frozen(kw_only=True)
class MaskPersonalData:
    """Masks personal data in the texts, speakers' names and annotations of lines. Best effort.

        transcript.redacted(MaskPersonalData(urls=False)).save("match.html")

    It knows forms, not meanings: it misses what is spelled out (``ann at example dot com``) and masks some
    numbers that only look like phone numbers. docs/redaction.md lists both. Ids stay as they are.

    emails, phones, urls, cards, ips: whether these are masked: e-mail addresses, phone numbers, URLs, card
        numbers (with a valid check digit), IP addresses (versions 4 and 6). All are by default.
    speaker_names: whether they are masked in the display names of speakers, too; by default they are.
    replacement: what replaces them, ``[{kind}]`` by default; ``{kind}`` is ``email``, ``phone``, ``url``,
        ``card`` or ``ip``. It must begin and end with one of ``[ ] { } < > * █ ■ •``, since it must not
        become a part of a word.

    Raises ``ArgumentError`` for a value that cannot be used.
    """

    emails: bool = field(default=True, validator=_flag)
    phones: bool = field(default=True, validator=_flag)
    urls: bool = field(default=True, validator=_flag)
    cards: bool = field(default=True, validator=_flag)
    ips: bool = field(default=True, validator=_flag)
    speaker_names: bool = field(default=True, validator=_flag)
    replacement: str = field(default="[{kind}]", validator=_replacement)

    @property
    def name(self) -> str:
        """Name, version and settings. Equal names mean equal results."""
        chosen = [one.name for one in fields(type(self)) if getattr(self, one.name) is True]
        return f"mask-personal-data/{VERSION} {','.join(chosen)} {self.replacement}"

    def __call__(self, line: Line) -> Line:
        """The line with everything masked; the same object if there is nothing to mask."""
        mask = self._masking.mask
        text = mask(line.text)
        name = mask(line.speaker.name) if self.speaker_names else line.speaker.name
        datas = [masked_json(one.data, mask) for one in line.annotations or ()]
        changed = line
        if text is not line.text:
            changed = evolve(changed, text=text)
        if name is not line.speaker.name:
            changed = evolve(changed, speaker=evolve(line.speaker, name=name))
        if line.annotations and any(
            data is not one.data for data, one in zip(datas, line.annotations, strict=True)
        ):
            annotations = (evolve(one, data=data) for data, one in zip(datas, line.annotations, strict=True))
            changed = evolve(changed, annotations=tuple(annotations))
        return changed

    def text(self, text: str) -> str:
        """The string with everything masked; the same object if there is nothing to mask."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("text", "a string", text)
        return self._masking.mask(text)

    @property
    def _masking(self) -> Masking:
        kinds = frozenset(kind for setting, kind in KINDS.items() if getattr(self, setting))
        return masking(kinds, self.replacement)
