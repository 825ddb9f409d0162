"""Turns the strings of a command line into the values that the SDK takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import cast

from cortex_cli.datetimes import is_exact, parse_datetime
from cortex_cli.failures import usage
from cortex_cli.hiding import remember
from cortex_cli.inputs import Inputs
from cortex_cli.operations.data import Parameter

_PLAIN: Mapping[str, tuple[Callable[[str], object], str]] = {
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "date": (date.fromisoformat, "a date such as 2026-12-31"),
}
_JSON = frozenset({"json", "object", "json-or-str"})


class Reader:
    """Reads the values of one command line.

    note: writes a line to stderr. now: the current time, aware.
    """

    def __init__(self, note: Callable[[str], None], now: datetime) -> None:
        self._inputs = Inputs()
        self._note = note
        self._now = now

    def value(self, parameter: Parameter, given: object) -> object:
        """Return the value of a parameter that was given.

        Raises ``Failure`` that names the option.
        """
        kind = parameter.kind
        if not kind.startswith("list:") or isinstance(given, str):
            return self._one(parameter, kind, given)
        items: list[object] = []
        for string in cast("Sequence[str]", given):
            items += self._items(parameter, kind.removeprefix("list:"), string)
        return items

    def _items(self, parameter: Parameter, kind: str, string: str) -> list[object]:
        """Return the item that a string stands for, or all items of a JSON array."""
        if not _is_json(kind):
            return [self._one(parameter, kind, string)]
        parsed = self._parsed(parameter, kind, string)
        found = cast("list[object]", parsed) if isinstance(parsed, list) else [parsed]
        return [_modelled(parameter, kind, item) for item in found]

    def _one(self, parameter: Parameter, kind: str, given: object) -> object:
        if not isinstance(given, str):
            return given  # a switch
        if not given.startswith("@"):  # names of files may be of any bytes
            _check_utf8(parameter, given)
        if kind == "binary":
            content = self._inputs.content(parameter.shown, given)
            return given.encode() if content is None else content
        if _is_json(kind):
            return _modelled(parameter, kind, self._parsed(parameter, kind, given))
        if parameter.secret:
            return self._inputs.secret(parameter.shown, given)
        return self._scalar(parameter, kind, given)

    def _scalar(self, parameter: Parameter, kind: str, given: str) -> object:
        if kind == "datetime":
            found = parse_datetime(parameter.shown, given, self._now)
            if not is_exact(given):
                self._note(f"{parameter.shown} {found.isoformat(timespec='seconds')}")
            return found
        if kind in _PLAIN:
            convert, expected = _PLAIN[kind]
            try:
                return convert(given)
            except ValueError:
                raise usage(f"{parameter.shown} must be {expected}, got {given!r}") from None
        # Other strings are never read from files: a script may pass what a stranger has typed.
        return self._inputs.text(parameter.shown, given) if kind == "text" else given

    def _parsed(self, parameter: Parameter, kind: str, given: str) -> object:
        read = self._inputs.secret if parameter.secret else self._inputs.text
        text = read(parameter.shown, given)
        try:
            parsed: object = json.loads(text)
        except RecursionError:
            raise usage(f"{parameter.shown} is nested too deeply") from None
        except ValueError as error:
            if kind == "json-or-str":
                return text
            place = ""
            if isinstance(error, json.JSONDecodeError):
                place = f": {error.msg} in line {error.lineno} column {error.colno}"
            raise usage(f"{parameter.shown} must be JSON, @FILE or -{place}") from None
        if parameter.secret:
            _remember_strings(parsed, every="model" not in kind)
        return parsed


def _check_utf8(parameter: Parameter, given: str) -> None:
    """Raise ``Failure`` for bytes that Python could not decode: https://peps.python.org/pep-0383/"""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise usage(
            f"{parameter.shown} must be UTF-8, got {'***' if parameter.secret else ascii(given)}"
        ) from None


def _remember_strings(value: object, *, every: bool) -> None:
    """Keep the secrets of a JSON value out of messages: every string, or those of fields that are secret."""
    from cortex_async._generated.secrets import SECRET_REQUEST_FIELDS

    if isinstance(value, str) and every:
        remember(value)
    elif isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            _remember_strings(member, every=every or name in SECRET_REQUEST_FIELDS)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            _remember_strings(item, every=every)


def _is_json(kind: str) -> bool:
    return kind in _JSON or kind.startswith(("map:", "model:", "models:", "list:"))


def _modelled(parameter: Parameter, kind: str, value: object) -> object:
    # Imported late: few commands have such parameters.
    from cortex_cli.operations.models import modelled

    return modelled(parameter.shown, kind, value)
