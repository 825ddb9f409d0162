"""The plugin catalog. The free plugins work; the paid one can be installed but does nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record, is_list

PROFANITY = "profanity-filter"
SUMMARY = "session-summary"

SEVERITIES: Mapping[str, float] = {"low": 0.3, "medium": 0.6, "high": 0.9}
"""The score of one listed word, by the severity that the profanity filter is set to."""

_NAMESPACE = uuid.UUID("6b1a6f0e-6f0b-4d6c-9c55-0c0c6f1e7a11")


def _plugin(slug: str, name: str, category: str, events: list[str], **more: Any) -> Record:
    identifier = str(uuid.uuid5(_NAMESPACE, slug))
    return {
        "id": identifier,
        "slug": slug,
        "name": name,
        "version": "1.0.0",
        "category": category,
        "events": events,
        "isActive": True,
        **more,
    }


CATALOG: tuple[Record, ...] = (
    _plugin(
        PROFANITY,
        "Profanity Filter",
        "moderation",
        ["message.created"],
        description="Annotates messages that hold a listed word, with a score from 0 to 1.",
        outputAnnotationType="profanity",
        icon="heroicons_outline:shield-check",
        settingsSchema=[
            {"key": "words", "type": "chips", "label": "Words", "default": ["damn", "hell", "crap"]},
            {
                "key": "severity",
                "type": "select",
                "label": "Severity",
                "options": list(SEVERITIES),
                "default": "medium",
            },
        ],
    ),
    _plugin(
        SUMMARY,
        "Session Summary",
        "analytics",
        ["session.updated"],
        description="Sums a session up when it ends, and on request.",
        outputAnnotationType="summary",
        icon="heroicons_outline:document-text",
        settingsSchema=[
            {
                "key": "sentences",
                "type": "number",
                "label": "Sentences",
                "default": 3,
                "validation": {"min": 1, "max": 20},
            }
        ],
        _actions=[
            {
                "id": "generate-minutes",
                "label": "Generate Minutes",
                "icon": "heroicons_outline:document-text",
                "endpointPath": "minutes",
                "method": "POST",
                "type": "download",
            }
        ],
    ),
    _plugin(
        "amanda",
        "Amanda",
        "moderation",
        ["message.created"],
        description="A paid moderation service; in the emulator it does nothing.",
        productSlug="amanda",
        pricingUrl="https://odin.4players.io/pricing",
        settingsSchema=[
            {"key": "apiKey", "type": "password", "label": "API key", "required": True},
            {
                "key": "contact",
                "type": "email",
                "label": "Contact",
                "validation": {"pattern": "^[^@]+@[^@]+$"},
            },
        ],
    ),
)


def score(severity: str, words: int) -> float:
    """How bad a message with this many listed words is, from 0 to 1; each further word counts for less."""
    return round(1 - (1 - SEVERITIES[severity]) ** words, 3)


def find(name: str) -> Record | None:
    """Find a plugin by slug or id."""
    return next((plugin for plugin in CATALOG if name in (plugin["slug"], plugin["id"])), None)


def settings_of(plugin: Record, given: Record) -> Record:
    """The settings, completed with defaults.

    Raises ``HTTPError`` 400 for settings that the schema does not allow.
    """
    fields: list[Record] = plugin["settingsSchema"]
    unknown = set(given) - {one["key"] for one in fields}
    if unknown:
        raise bad_request(f"unknown plugin settings: {len(unknown)} of {len(given)}")
    settings: Record = {}
    for one in fields:
        value = given.get(one["key"], one.get("default"))
        if value is None:
            if one.get("required"):
                raise bad_request(f"plugin setting {one['key']} is required")
            continue
        if not _is_valid(one, value):
            raise bad_request(f"plugin setting {one['key']} is not a valid {one['type']}")
        settings[one["key"]] = value
    return settings


def _is_valid(declared: Record, value: Any) -> bool:
    rules: Record = declared.get("validation", {})
    match declared["type"]:
        case "number":
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return is_number and rules.get("min", value) <= value <= rules.get("max", value)
        case "boolean":
            return isinstance(value, bool)
        case "chips":
            return is_list(value) and all(isinstance(part, str) for part in value)
        case "select":
            return value in declared["options"]
        case _:
            return isinstance(value, str) and re.search(rules.get("pattern", ""), value) is not None
