"""OpenAPI Overlay 1.0: repairs to a document as data, each with its reason.

https://spec.openapis.org/overlay/v1.0.0.html
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import jsonpath_rfc9535 as jsonpath

from generator.refusal import Refusal

_KEYS = ("overlay", "info", "extends", "actions")
_ACTION_KEYS = ("target", "description", "update", "remove")


def apply(
    document: dict[str, Any], overlay: Mapping[str, Any], source: str, *, skip_unmatched: bool = False
) -> dict[str, Any]:
    """Return a copy of the document with every action applied in order.

    Raises ``Refusal`` for an action without a reason, with a target that is not a JSONPath expression, or
    whose target matches nothing. ``skip_unmatched`` skips the latter: an older document may lack what the
    overlay repairs today.
    """
    if not str(overlay.get("overlay", "")).startswith("1."):
        raise Refusal(source, "is not an OpenAPI Overlay 1.x", 'start it with "overlay: 1.0.0"')
    _refuse_unknown(overlay, _KEYS, source)
    actions = overlay.get("actions") or []
    if not isinstance(actions, list):
        raise Refusal(f"{source}#/actions", "is not a list", "give a list of actions")
    result = copy.deepcopy(document)
    for number, action in enumerate(actions):
        place = f"{source}#/actions/{number}"
        nodes = _matched(result, action, place)
        if not nodes and not skip_unmatched:
            raise Refusal(
                place,
                f"{action['target']} matches nothing",
                "the spec has changed: fix the target or remove the action",
            )
        _carry_out(result, action, nodes, place)
    return result


def _refuse_unknown(declared: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for key in declared:
        if key not in known and not str(key).startswith("x-"):
            raise Refusal(place, f"has the unknown key {key}", f"one of {', '.join(known)}")


def _matched(document: dict[str, Any], action: Any, place: str) -> list[tuple[str | int, ...]]:
    """Return the locations that the action targets."""
    if not isinstance(action, Mapping):
        raise Refusal(place, "is not an object", "give target, description and update or remove")
    _refuse_unknown(action, _ACTION_KEYS, place)
    target = action.get("target")
    if not isinstance(target, str):
        raise Refusal(place, "has no target", "give a JSONPath expression")
    if not str(action.get("description", "")).strip():
        raise Refusal(place, f"{target} has no description", "explain why the document needs it")
    if ("update" in action) == bool(action.get("remove", False)):
        raise Refusal(place, f"{target} must either update or remove", 'give "update" or "remove: true"')
    try:
        return [node.location for node in jsonpath.find(target, document)]
    except jsonpath.JSONPathError as error:
        raise Refusal(place, f"{target} is not a JSONPath expression ({error})", "see RFC 9535") from None


def _carry_out(
    document: dict[str, Any], action: Mapping[str, Any], nodes: list[tuple[str | int, ...]], place: str
) -> None:
    # In reverse: removing an item from a list must not move items that are still to be removed.
    for location in reversed(nodes):
        if not action.get("remove"):
            _update(document, location, action["update"], place)
        elif location:
            del _parent(document, location)[location[-1]]
        else:
            raise Refusal(place, "removes the whole document", "target a part of it")


def _parent(document: Any, location: tuple[str | int, ...]) -> Any:
    for step in location[:-1]:
        document = document[step]
    return document


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
