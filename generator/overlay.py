"""OpenAPI Overlay 1.0: repairs to a document as data, each with its reason.

https://spec.openapis.org/overlay/v1.0.0.html
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import jsonpath_rfc9535 as jsonpath

from .refusal import Refusal


def apply(document: dict[str, Any], overlay: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The document with every action carried out in order. The given document is left as it is.

    Raises ``Refusal`` for an action without a reason, with a target that is no JSONPath, or whose target matches nothing.
    """
    if not str(overlay.get("overlay", "")).startswith("1."):
        raise Refusal(source, "is not an OpenAPI Overlay 1.x", 'start it with "overlay: 1.0.0"')
    result = copy.deepcopy(document)
    for number, action in enumerate(overlay.get("actions") or []):
        _apply_action(result, action, f"{source}#/actions/{number}")
    return result


def _apply_action(document: dict[str, Any], action: Mapping[str, Any], place: str) -> None:
    target = action.get("target")
    if not isinstance(target, str):
        raise Refusal(place, "has no target", "give a JSONPath expression")
    if not str(action.get("description", "")).strip():
        raise Refusal(place, f"{target} has no description", "say why the document needs it")
    if ("update" in action) == bool(action.get("remove", False)):
        raise Refusal(place, f"{target} must either update or remove", 'give "update" or "remove: true"')
    try:
        nodes = jsonpath.find(target, document)
    except jsonpath.JSONPathError as error:
        raise Refusal(place, f"{target} is not a JSONPath expression ({error})", "see RFC 9535") from None
    if not nodes:
        raise Refusal(
            place, f"{target} matches nothing", "the document changed: mend the target or drop the action"
        )
    for node in nodes:
        if action.get("remove"):
            _remove(document, node.location)
        else:
            _update(document, node.location, action["update"], place)


def _parent(document: Any, location: tuple[str | int, ...]) -> Any:
    for step in location[:-1]:
        document = document[step]
    return document


def _remove(document: Any, location: tuple[str | int, ...]) -> None:
    del _parent(document, location)[location[-1]]


def _update(document: Any, location: tuple[str | int, ...], update: Any, place: str) -> None:
    node = _parent(document, location)[location[-1]] if location else document
    if isinstance(node, dict) and isinstance(update, Mapping):
        _merge(node, update)
    elif isinstance(node, list):
        node.append(copy.deepcopy(update))
    else:
        raise Refusal(
            place, "the target is neither an object nor an array", "target the object that holds it"
        )


def _merge(node: dict[str, Any], update: Mapping[str, Any]) -> None:
    for key, value in update.items():
        if isinstance(value, Mapping) and isinstance(node.get(key), dict):
            _merge(node[key], value)
        elif isinstance(value, list) and isinstance(node.get(key), list):
            node[key].extend(copy.deepcopy(value))
        else:
            node[key] = copy.deepcopy(value)
