"""Valid overlays: https://spec.openapis.org/overlay/v1.0.0.html"""

from __future__ import annotations

from typing import Any

import pytest

from generator.source.overlay import apply


def applied(document: dict[str, Any], *actions: dict[str, Any]) -> dict[str, Any]:
    declared = [{"description": "why", **action} for action in actions]
    return apply(document, {"overlay": "1.0.0", "actions": declared}, "overlay.yaml")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (
            {"target": "$.a", "update": {"x": 2, "z": {"k": 1}}},
            {"a": {"x": 2, "y": [1, 2, 3, 4], "z": {"k": 1}}},
        ),
        ({"target": "$.a.y", "update": 5}, {"a": {"x": 1, "y": [1, 2, 3, 4, 5]}}),
        ({"target": "$.a", "update": {"y": [9]}}, {"a": {"x": 1, "y": [1, 2, 3, 4, 9]}}),
        ({"target": "$.a.x", "remove": True}, {"a": {"y": [1, 2, 3, 4]}}),
        ({"target": "$.a.y[?@ < 4]", "remove": True}, {"a": {"x": 1, "y": [4]}}),
        ({"target": "$", "update": {"b": True}}, {"a": {"x": 1, "y": [1, 2, 3, 4]}, "b": True}),
    ],
)
def test_each_kind_of_action(action: dict[str, Any], expected: dict[str, Any]) -> None:
    document = {"a": {"x": 1, "y": [1, 2, 3, 4]}}
    assert applied(document, action) == expected
    assert document == {"a": {"x": 1, "y": [1, 2, 3, 4]}}, "the given document stays as it is"


def test_actions_follow_each_other() -> None:
    assert applied({}, {"target": "$", "update": {"a": {}}}, {"target": "$.a", "update": {"b": 1}}) == {
        "a": {"b": 1}
    }
