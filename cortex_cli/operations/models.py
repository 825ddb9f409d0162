"""Models from JSON of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from cortex_async import DecodeError, from_dict, models, to_dict
from cortex_cli.failures import Failure, usage


def modelled(shown: str, kind: str, value: object) -> Any:
    """Return parsed JSON with models where ``kind`` says so.

    Raises ``Failure``, which names the place, for a member that is missing, unknown or of another type. The
    SDK ignores unknown members, which would lose what somebody typed.
    """
    head, _, rest = kind.partition(":")
    match head:
        case "list":
            return [
                modelled(f"{shown}[{place}]", rest, item) for place, item in enumerate(_list(shown, value))
            ]
        case "map":
            members = _object(shown, value)
            return {name: modelled(f"{shown}.{name}", rest, member) for name, member in members.items()}
        case "model":
            return _model(shown, rest, _object(shown, value))
        case "models":
            return _first_that_fits(shown, rest.split("|"), _object(shown, value))
        case "object":
            return _object(shown, value)
        case _:
            return value


def _list(shown: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise usage(f"{shown} must be a JSON array")
    return cast("list[object]", value)


def _object(shown: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise usage(f"{shown} must be a JSON object")
    return cast("dict[str, object]", value)


def _model(shown: str, name: str, members: Mapping[str, object]) -> object:
    try:
        made: object = from_dict(getattr(models, name), members, names="api")
    except DecodeError as error:
        raise usage(f"{shown} cannot be used: {error.message}") from None
    unknown = _unknown(members, to_dict(made, names="api"), "")
    if unknown:
        raise usage(f"{shown} has an unknown member {unknown}")
    return made


def _first_that_fits(shown: str, names: list[str], members: Mapping[str, object]) -> object:
    problems: list[Failure] = []
    for name in names:
        try:
            return _model(shown, name, members)
        except Failure as problem:
            problems.append(problem)
    raise problems[0]


def _unknown(given: object, kept: object, place: str) -> str:
    """Return the path of a member that the model did not keep, empty if it kept all."""
    if isinstance(given, Mapping) and isinstance(kept, Mapping):
        members, others = cast("Mapping[str, object]", given), cast("Mapping[str, object]", kept)
        for name, member in members.items():
            path = f"{place}.{name}" if place else name
            missing = name not in others and member is not None
            if found := path if missing else _unknown(member, others.get(name), path):
                return found
    if isinstance(given, list) and isinstance(kept, list):
        pairs = zip(cast("list[object]", given), cast("list[object]", kept), strict=False)
        for number, (one, other) in enumerate(pairs):
            if found := _unknown(one, other, f"{place}[{number}]"):
                return found
    return ""
