"""What openapi-python-client reads from a spec: a second opinion for the parity test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

from generator.naming import PLACEHOLDER


@frozen
class SecondOpinion:
    """Models and operations as openapi-python-client sees them.

    ``models`` maps a class to its fields and whether each is required; ``operations`` maps (method, path) to parameters as
    (place, wire name, required). Path parameters are left out: openapi-python-client renames them.
    """

    models: dict[str, dict[str, bool]]
    operations: dict[tuple[str, str], frozenset[tuple[str, str, bool]]]


def second_opinion(document: dict[str, Any]) -> SecondOpinion:
    """Read ``document`` with openapi-python-client."""
    config = Config.from_sources(
        ConfigFile(), MetaType.NONE, Path("openapi.json"), "utf-8", overwrite=False, output_path=None
    )
    parsed = GeneratorData.from_dict(document, config=config)
    assert isinstance(parsed, GeneratorData), parsed.header
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
