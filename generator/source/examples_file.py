"""examples.toml: the examples of the reference, where those from the spec would be dull or would not run."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from attrs import field, fields, frozen

from generator.refusal import Refusal

NAME = "examples.toml"
_SECTIONS = frozenset({"intro", "prepare", "values", "methods"})


@frozen
class Preparation:
    """Code before an example, by name.

    code: async Python. needs: preparations before it. around: a statement such as ``async with`` around the
    example.
    """

    code: str = ""
    needs: tuple[str, ...] = ()
    around: str = ""


@frozen
class Value:
    """An expression for every parameter of a name, and the preparation that it needs."""

    code: str
    prepare: str = ""


@frozen
class Entry:
    """The example of one method. What is None is derived from the spec.

    arguments: parameter -> expression. result: name of what is returned. show: what ``print`` gets. code: the
    whole example instead. output: what it prints, None to show no output.
    """

    prepare: tuple[str, ...] | None = None
    arguments: Mapping[str, str] = field(factory=dict)
    result: str | None = None
    show: str | None = None
    code: str | None = None
    output: str | None = None


@frozen
class ExamplesFile:
    """The content of examples.toml.

    intro: what the examples of a page have in common. methods: by public name, such as
    ``project.sessions.create``, which stays when the vendor gives an operation another id.
    """

    path: str = NAME
    intro: str = ""
    prepare: Mapping[str, Preparation] = field(factory=dict)
    values: Mapping[str, Value] = field(factory=dict)
    methods: Mapping[str, Entry] = field(factory=dict)


def read_examples(directory: Path) -> ExamplesFile | None:
    """Read examples.toml, None if there is none: an API without examples. Raises ``Refusal``."""
    path = directory / NAME
    if not path.exists():
        return None
    try:
        parsed = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise Refusal(str(path), f"cannot be read ({error})", "correct it") from None
    if unknown := parsed.keys() - _SECTIONS:
        raise Refusal(
            str(path), f"has an unknown section {min(unknown)}", f"use {', '.join(sorted(_SECTIONS))}"
        )
    intro = parsed.get("intro", "")
    if not isinstance(intro, str):
        raise Refusal(str(path), "intro must be a string", "correct it")
    found = ExamplesFile(
        str(path),
        intro,
        {name: _made(path, Preparation, name, one) for name, one in _table(path, parsed, "prepare").items()},
        {name: _made(path, Value, name, one) for name, one in _table(path, parsed, "values").items()},
        {name: _made(path, Entry, name, one) for name, one in _table(path, parsed, "methods").items()},
    )
    _check_preparations(found)
    return found


def _table(path: Path, parsed: Mapping[str, Any], section: str) -> dict[str, dict[str, Any]]:
    found = parsed.get(section, {})
    if not isinstance(found, dict):
        raise Refusal(str(path), f"{section} must be a table", "correct it")
    for name, one in cast("dict[str, object]", found).items():
        if not isinstance(one, dict):
            raise Refusal(f"{path}#{name}", "must be a table", "correct it")
    return cast("dict[str, dict[str, Any]]", found)


def _made(path: Path, kind: Any, name: str, given: Mapping[str, Any]) -> Any:
    types = {one.name: str(one.type) for one in fields(kind)}
    for key, value in given.items():
        expected, fits = _expected(types.get(key, "Any"))
        if not fits(value):
            raise Refusal(f"{path}#{name}", f"{key} must be {expected}", "correct it")
    known = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    try:
        return kind(**known)
    except TypeError as error:
        raise Refusal(
            f"{path}#{name}", f"cannot be read ({error})", "use the keys of docs/generator.md"
        ) from None


def _expected(annotation: str) -> tuple[str, Callable[[object], bool]]:
    """Return what a key takes, in words and as a check."""
    if annotation.startswith("tuple"):
        return "an array of strings", lambda value: isinstance(value, list) and _are_strings(value)
    if annotation.startswith("Mapping"):
        return "a table of strings", lambda value: isinstance(value, dict) and _are_strings(value.values())
    if annotation == "Any":  # an unknown key, which is refused by its name
        return "anything", lambda _: True
    return "a string", lambda value: isinstance(value, str)


def _are_strings(values: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in values)


def _check_preparations(examples: ExamplesFile) -> None:
    """Raise ``Refusal`` for the name of a preparation that is not there, and for one that needs itself."""
    used = [
        *((name, need) for name, one in examples.prepare.items() for need in one.needs),
        *((name, one.prepare) for name, one in examples.values.items() if one.prepare),
        *((name, need) for name, one in examples.methods.items() for need in one.prepare or ()),
    ]
    for name, need in used:
        if need not in examples.prepare:
            raise Refusal(
                f"{examples.path}#{name}", f"names an unknown preparation {need}", "add it to [prepare]"
            )
    for name in examples.prepare:
        needed, waiting = set[str](), [name]
        while waiting:
            for need in examples.prepare[waiting.pop()].needs:
                if need == name:
                    raise Refusal(f"{examples.path}#{name}", "needs itself", "correct [prepare]")
                if need not in needed:
                    needed.add(need)
                    waiting.append(need)
