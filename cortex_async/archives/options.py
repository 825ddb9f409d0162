"""The options of an archive: what its user asked for, and what ``archive.json`` declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, cast

from attrs import frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.runtime.optional_library import require
from cortex_async.archives.errors import ArchiveMismatch
from cortex_async.transcripts.redacting import Redact, checked, name_of
from cortex_async.transcripts.saving import SUFFIXES, Format

LayoutName: TypeAlias = Literal["people", "engines"]
"""How an archive is arranged: ``people`` has files for each session, ``engines`` Parquet files."""

LAYOUTS: Final[tuple[LayoutName, ...]] = ("people", "engines")
DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("html", "jsonl", "vtt")
READ_BACK: Final[Format] = "jsonl"
"""The format that the layout for people reads back; it is always among its formats."""

ENGINES_NEED: Final = "the layout 'engines' needs"

FORMATS: Final[tuple[Format, ...]] = tuple(dict.fromkeys(SUFFIXES.values()))


@frozen(kw_only=True)
class Options:
    """How an archive is made; the same for all of its updates.

    redaction: name of the redaction, None without one.
    """

    layout: LayoutName
    formats: tuple[Format, ...]
    annotations: bool
    audio: bool
    redaction: str | None


@frozen(kw_only=True)
class Wishes:
    """The options as a user gave them; None where nothing was asked for."""

    layout: LayoutName | None = None
    formats: tuple[Format, ...] | None = None
    annotations: bool | None = None
    audio: bool | None = None
    redaction: str | None = None

    def new(self) -> Options:
        """The options of an archive that does not exist yet."""
        layout = self.layout or "people"
        formats = self.formats if self.formats is not None else DEFAULT_FORMATS
        return Options(
            layout=layout,
            formats=tuple(sorted({*formats, READ_BACK})) if layout == "people" else (),
            annotations=bool(self.annotations),
            audio=bool(self.audio),
            redaction=self.redaction,
        )

    def check(self, made: Options, where: str, *, updating: bool) -> None:
        """Raise ``ArchiveMismatch`` unless an existing archive is as asked for.

        updating: whether lines are going to be written, so that the redaction counts.
        """
        formats = None
        if self.formats is not None and made.layout == "people":
            formats = tuple(sorted({*self.formats, READ_BACK}))
        for name, wanted, has in (
            ("layout", self.layout, made.layout),
            ("formats", formats, made.formats),
            ("annotations", self.annotations, made.annotations),
            ("audio", self.audio, made.audio),
        ):
            if wanted is not None and wanted != has:
                raise ArchiveMismatch(
                    f"{name} of the archive {where} is {_shown(has)}, got {_shown(wanted)}: "
                    "leave it out, or use another directory"
                )
        if updating and self.redaction != made.redaction:
            raise ArchiveMismatch(
                f"redact of the archive {where} is {made.redaction or 'None'}, got {self.redaction or 'None'}: "
                "pass the same one, or use another directory"
            )


def wishes(
    *, formats: object, layout: object, annotations: object, audio: object, redact: object
) -> tuple[Wishes, Redact | None]:
    """Check the arguments of ``Archive``. Raises ``ArgumentError``."""
    if layout is not None and layout not in LAYOUTS:
        raise wrong_value("layout", " or ".join(map(repr, LAYOUTS)), layout)
    if layout == "engines" and formats is not None:
        raise wrong_value("formats", "None with the layout 'engines', which writes Parquet", formats)
    if layout == "engines":
        require("pyarrow", "arrow", ENGINES_NEED)
    function = None if redact is None else checked(redact)
    if function is not None and audio:
        raise wrong_value("audio", "False with redact, which cannot change recordings", audio)
    return Wishes(
        layout=layout,
        formats=None if formats is None else _formats(formats),
        annotations=_flag("annotations", annotations),
        audio=_flag("audio", audio),
        redaction=None if function is None else name_of(function),
    ), function


def _flag(name: str, value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise wrong_type(name, "True, False or None", value)


def _formats(given: object) -> tuple[Format, ...]:
    expected = f"an iterable of {', '.join(FORMATS)}"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise wrong_type("formats", expected, given)
    formats = list(cast("Iterable[object]", given))
    for one in formats:
        if one not in FORMATS:
            raise wrong_value("formats", expected, one)
    if {"parquet", "arrow"} & set(formats):
        require("pyarrow", "arrow", "Arrow and Parquet need")
    return tuple(sorted(set(cast("list[Format]", formats))))


def _shown(value: object) -> str:
    return ", ".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else repr(value)
