"""The parameters of tools: their JSON Schema, and the check of what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from cortex_cli.datetimes import parse_length
from cortex_cli.failures import usage
from cortex_cli.following.moments import moment
from cortex_cli.mcp.untrusted import LONGEST_ID, is_visible

Kind: TypeAlias = Literal["string", "plain", "integer", "number", "moment", "length"]

PERMANENT: Final = "permanent"
_JSON_TYPES: Final[dict[Kind, str]] = {"integer": "integer", "number": "number"}
_LONGEST: Final[dict[Kind, int]] = {"string": 1000, "plain": LONGEST_ID, "moment": 40, "length": 20}


@frozen(kw_only=True)
class Parameter:
    """A parameter of a tool.

    kind: ``"string"``; ``"plain"``, a string of which every character is visible; ``"integer"`` and
        ``"number"``, from ``least`` to ``most``; ``"moment"``, an ISO 8601 datetime or a length of time ago,
        such as ``24h``; ``"length"``, such as ``30m`` or ``7d``, or ``permanent``.
    default: what the tool gets if it is not given.
    longest: of a string, in characters.
    choices: the only strings that are allowed.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    default: object = None
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its values."""
        found: dict[str, Any] = {
            "type": _JSON_TYPES.get(self.kind, "string"),
            "description": self.description,
            "default": self.default,
            "enum": list(self.choices) or None,
            "minimum": self.least,
            "maximum": self.most,
        }
        if self.kind in _LONGEST and not self.choices:
            found |= {"minLength": 1, "maxLength": self._longest}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def _longest(self) -> int:
        return self.longest or _LONGEST[self.kind]

    def value(self, given: object) -> object:
        """Return what the tool gets for a value. Raises ``Failure``, which names the parameter."""
        if self.kind in _JSON_TYPES:
            return self._number(given)
        return self._string(given)

    def _number(self, given: object) -> float:
        # In JSON 5.0 is an integer, too: https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3
        number = int(given) if isinstance(given, float) and given.is_integer() else given
        expected = int if self.kind == "integer" else (int, float)
        least, most = self.least or 0, self.most or 0
        if isinstance(number, bool) or not isinstance(number, expected) or not least <= number <= most:
            raise usage(
                f"{self.name} must be {self._article} from {least:g} to {most:g}, got {_shown(given)}"
            )
        return number

    @property
    def _article(self) -> str:
        return "an integer" if self.kind == "integer" else "a number"

    def _string(self, given: object) -> object:
        if self.choices and given not in self.choices:
            raise usage(f"{self.name} must be one of {', '.join(self.choices)}, got {_shown(given)}")
        if not isinstance(given, str) or not given.strip():
            raise usage(f"{self.name} must be a non-empty string, got {_shown(given)}")
        if not self.choices and len(given) > self._longest:
            raise usage(f"{self.name} must have at most {self._longest} characters, got {len(given)}")
        if self.kind == "plain" and not is_visible(given):
            raise usage(f"{self.name} must have no invisible or control characters, got {_shown(given)}")
        if self.kind == "moment":
            return moment(self.name, given)
        if self.kind == "length":
            return self._length(given)
        return given

    def _length(self, given: str) -> timedelta | None:
        if given == PERMANENT:
            return None
        length = parse_length(self.name, given)
        if not length:
            raise usage(f"{self.name} must be longer than nothing, got {_shown(given)}")
        return length


def input_schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the JSON Schema of a tool's arguments."""
    return {
        "type": "object",
        "properties": {one.name: one.schema for one in parameters},
        "required": [one.name for one in parameters if one.required],
        "additionalProperties": False,
    }


def values(parameters: Sequence[Parameter], arguments: Mapping[str, object]) -> dict[str, Any]:
    """Return the keyword arguments of a tool's function. Raises ``Failure`` for the first that is wrong.

    null counts as not given, since some clients send it for optional parameters.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    names = [one.name for one in parameters]
    for name in given:
        if name not in names:
            raise usage(
                f"{_shown(name)} is no argument of this tool, which takes {', '.join(names) or 'none'}"
            )
    for one in parameters:
        if one.required and one.name not in given:
            raise usage(f"{one.name} is missing")
    return {one.name: one.value(given[one.name]) if one.name in given else one.default for one in parameters}


def _shown(value: object) -> str:
    shown = ascii(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
