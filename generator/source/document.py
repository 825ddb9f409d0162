"""Reads a specification directory: document, overlay, names; validates with openapi-python-client.

The one module that imports openapi-python-client: its pydantic model of OpenAPI says whether the document is one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import field, frozen

from generator.naming import PLACEHOLDER
from generator.refusal import Refusal, pointer, refusing_depth
from generator.source import overlay
from generator.source.names import Names
from generator.source.parsing import parse, read_text, read_yaml, without_nulls
from generator.source.published import Published
from generator.source.published import read as read_published

DOCUMENT_NAMES = ("openapi.json", "openapi.yaml")


@frozen
class Specification:
    """Everything that is read of one API.

    ``document`` is the document after the overlay, ``raw`` the bytes as they were served, ``published`` what earlier builds
    made public, ``release`` the SDK's version as (major, minor).
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
        """The release without the names that go away now: they stay for the next minor one."""
        return f"{self.release[0]}.{self.release[1] + 2}"

    def still_kept(self, until: str) -> bool:
        """Whether the release ``until`` is still to come."""
        major, _, minor = until.partition(".")
        return self.release < (int(major), int(minor))


def load(directory: Path, release: tuple[int, int] = (0, 0)) -> Specification:
    """Everything that is read of ``directory``. Raises ``Refusal``."""
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
    """A specification from its parts; ``path`` is where the document lies or would lie, the others beside it."""
    document = parse(raw, str(path))
    if repairs is not None:
        source = str(path.parent / "overlay.yaml")
        stated = read_yaml(repairs, source)
        with refusing_depth(source):
            document = overlay.apply(document, stated, source, skip_unmatched=skip_unmatched)
    with refusing_depth(str(path)):
        document = without_nulls(document)
        validate(document)
    table = Names(str(path.parent / "names.toml"), names)
    return Specification(path.parent, path, raw, document, table, published, release)


def validate(document: dict[str, Any]) -> None:
    """Raises ``Refusal`` for what is no OpenAPI 3.0 or 3.1 document."""
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
        raise Refusal(place, f"not OpenAPI: {problem['msg']}", "mend the document in the overlay") from None


def _known_keys(document: Any, location: tuple[str | int, ...]) -> set[str | int]:
    """The steps of a pydantic location that exist in the document: it mixes the names of its own classes in."""
    known: set[str | int] = set()
    for step in location:
        if (isinstance(document, dict) and step in document) or (
            isinstance(document, list) and isinstance(step, int) and step < len(document)
        ):
            document = document[step]  # type: ignore[index]  # one of the two was just shown
            known.add(step)
    return known


def document_path(directory: Path) -> Path:
    for name in DOCUMENT_NAMES:
        if (directory / name).is_file():
            return directory / name
    raise Refusal(str(directory), "holds no document", f"put {' or '.join(DOCUMENT_NAMES)} there")


@frozen
class SecondOpinion:
    """What openapi-python-client makes of the same document, in our terms, for the parity test.

    ``models`` maps a class to its fields and whether each is required; ``operations`` maps (method, path) to parameters as
    (place, wire name, required). Path parameters have lost their document names there: only their number is comparable.
    """

    models: dict[str, dict[str, bool]]
    operations: dict[tuple[str, str], frozenset[tuple[str, str, bool]]]


def second_opinion(document: dict[str, Any]) -> SecondOpinion:
    """Raises ``Refusal`` where openapi-python-client cannot read the document."""
    from openapi_python_client.config import Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData

    config = Config.from_sources(
        ConfigFile(), MetaType.NONE, Path("openapi.json"), "utf-8", overwrite=False, output_path=None
    )
    parsed = GeneratorData.from_dict(document, config=config)
    if not isinstance(parsed, GeneratorData):
        raise Refusal(pointer(), f"openapi-python-client refuses it: {parsed.header}", "see its message")
    models = {
        str(model.class_info.name): {
            str(prop.name.get_untrusted_value()): prop.required
            for prop in [*(model.required_properties or ()), *(model.optional_properties or ())]
        }
        for model in parsed.models
        if hasattr(model, "required_properties")
    }
    return SecondOpinion(models, _operations_of(parsed))


def _operations_of(parsed: Any) -> dict[tuple[str, str], frozenset[tuple[str, str, bool]]]:
    found: dict[tuple[str, str], frozenset[tuple[str, str, bool]]] = {}
    for collection in parsed.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            path = PLACEHOLDER.sub("{}", str(endpoint.path.get_untrusted_value()))
            found[(endpoint.method.upper(), path)] = frozenset(
                (place, str(prop.name.get_untrusted_value()), prop.required)
                for place, props in (
                    ("query", endpoint.query_parameters),
                    ("header", endpoint.header_parameters),
                )
                for prop in props
            )
    return found
