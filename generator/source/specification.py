"""Reads a specification directory and validates its OpenAPI document.

The only module that imports openapi-python-client, whose pydantic model of OpenAPI does the validation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import field, frozen

from generator.refusal import Refusal, pointer, refusing_depth
from generator.source import overlay
from generator.source.identifiers import with_pointers
from generator.source.names import Names
from generator.source.parsing import parse, read_text, read_yaml, without_nulls
from generator.source.published import Published
from generator.source.published import read as read_published

DOCUMENT_NAMES = ("openapi.json", "openapi.yaml")


@frozen
class Specification:
    """The inputs of one API.

    ``document`` is the parsed OpenAPI document after the overlay, ``raw`` its bytes as served.
    ``published`` is what earlier builds made public, ``release`` the SDK's version as (major, minor).
    """

    directory: Path
    path: Path
    raw: bytes
    document: dict[str, Any]
    names: Names
    published: Published = field(factory=Published)
    release: tuple[int, int] = (0, 0)

    @property
    def until(self) -> str:
        """The release that drops names removed now. The minor release before it still has them."""
        return f"{self.release[0]}.{self.release[1] + 2}"

    def still_kept(self, until: str) -> bool:
        """Return whether the release ``until`` is still to come."""
        major, _, minor = until.partition(".")
        return self.release < (int(major), int(minor))


def load(directory: Path, release: tuple[int, int] = (0, 0)) -> Specification:
    """Read everything in ``directory``. Raises ``Refusal``."""
    path = document_path(directory)
    overlay_path, names_path = directory / "overlay.yaml", directory / "names.toml"
    return specification(
        path,
        path.read_bytes(),
        overlay_path.read_bytes() if overlay_path.exists() else None,
        read_text(names_path.read_bytes(), str(names_path)) if names_path.exists() else "",
        read_published(directory / "lock.json"),
        release=release,
    )


def specification(
    path: Path,
    raw: bytes,
    repairs: bytes | None,
    names: str,
    published: Published,
    *,
    release: tuple[int, int] = (0, 0),
    skip_unmatched: bool = False,
) -> Specification:
    """Create a specification from its parts.

    ``path`` is where the OpenAPI document is or would be, the others beside it.
    """
    document = parse(raw, str(path))
    if repairs is not None:
        source = str(path.parent / "overlay.yaml")
        actions = read_yaml(repairs, source)
        with refusing_depth(source):
            document = overlay.apply(document, actions, source, skip_unmatched=skip_unmatched)
    with refusing_depth(str(path)):
        document = with_pointers(without_nulls(document))
        validate(document)
    table = Names(str(path.parent / "names.toml"), names)
    return Specification(path.parent, path, raw, document, table, published, release)


def validate(document: dict[str, Any]) -> None:
    """Raise ``Refusal`` unless ``document`` is an OpenAPI 3.0 or 3.1 document."""
    from openapi_python_client.schema import OpenAPI
    from pydantic import ValidationError

    version = str(document.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        raise Refusal(
            pointer("openapi"), f"version {version or 'missing'}", "give an OpenAPI 3.0 or 3.1 document"
        )
    try:
        OpenAPI.model_validate(document)
    except ValidationError as error:
        problem = error.errors()[0]
        place = pointer(*(part for part in problem["loc"] if part in _known_keys(document, problem["loc"])))
        raise Refusal(place, f"not OpenAPI: {problem['msg']}", "fix it in the overlay") from None


def _known_keys(document: Any, location: tuple[str | int, ...]) -> set[str | int]:
    """Return the steps of a pydantic location that exist in the document, without pydantic's classes."""
    known: set[str | int] = set()
    for step in location:
        if (isinstance(document, dict) and step in document) or (
            isinstance(document, list) and isinstance(step, int) and step < len(document)
        ):
            document = document[step]  # type: ignore[index]  # the condition above has checked it
            known.add(step)
    return known


def document_path(directory: Path) -> Path:
    """Return the path of the OpenAPI document in ``directory``. Raises ``Refusal`` if there is none."""
    for name in DOCUMENT_NAMES:
        if (directory / name).is_file():
            return directory / name
    raise Refusal(str(directory), "holds no OpenAPI document", f"put {' or '.join(DOCUMENT_NAMES)} there")
