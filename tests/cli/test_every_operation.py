"""Every operation as a command line: what it sends is what the SDK's method sends for the same values."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from cortex_async import to_dict
from cortex_cli._generated.index import GROUPS
from cortex_cli.operations.data import Operation, Parameter, load
from generator import ir
from tests.cli.running import KEY, environment, ran, ran_beside
from tests.contract.arguments import API, JSON_OPERATIONS, PROJECT_ID, arguments, path_pattern
from tests.contract.conftest import Wire
from tests.contract.conftest import wire as wire
from tests.contract.test_every_operation import WAV, check_request, prepare

COMMANDS = {
    load(group, command).id: (group, command) for group, (_, members) in GROUPS.items() for command in members
}


class Line:
    """A command line for arguments of the SDK."""

    def __init__(self, operation: Operation, folder: Path) -> None:
        self.words: list[str] = []
        self._operation = operation
        self._folder = folder

    def add(self, parameter: Parameter, value: object) -> None:
        option = f"--{parameter.option}"
        if value is None:
            self.words += ["--null", parameter.option]
        elif isinstance(value, bool):
            self.words.append(option if value else f"--no-{parameter.option}")
        elif isinstance(value, (list, tuple)):
            for item in value:
                self.words += [option, self._written(parameter, item)]
        else:
            self.words += [option, self._written(parameter, value)]

    def _written(self, parameter: Parameter, value: object) -> str:
        text = _text(value)
        if not parameter.secret:
            return text
        place = self._folder / f"{parameter.option}-{len(self.words)}"
        place.write_text(text, "utf-8")
        return f"@{place}"


def _text(value: object) -> str:
    if hasattr(type(value), "__attrs_attrs__"):
        return json.dumps(to_dict(value, names="api"))
    if isinstance(value, dict):
        return json.dumps({name: json.loads(_json(member)) for name, member in value.items()})
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def _json(value: object) -> str:
    return _text(value) if hasattr(type(value), "__attrs_attrs__") else json.dumps(value)


def line_of(operation: ir.Operation, folder: Path) -> list[str]:
    group, command = COMMANDS[operation.id]
    found = load(group, command)
    given = arguments(operation)
    line = Line(found, folder)
    for parameter in found.parameters:
        if not parameter.positional and parameter.name in given.keywords:
            line.add(parameter, given.keywords[parameter.name])
    if operation.paging is not None:
        line.words += ["--page-size", "3", "--offset", "6", "--limit", "3"]
    return [group, command, *line.words, "--", *map(str, given.positional)]


def test_every_operation_is_a_command() -> None:
    assert sorted(COMMANDS) == sorted(operation.id for operation in API.operations)


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.public_name)
async def test_it_sends_what_the_method_sends(wire: Wire, operation: ir.Operation, tmp_path: Path) -> None:
    prepare(wire, operation)
    words = line_of(operation, tmp_path)
    extra = ["--yes"] if load(*words[:2]).confirm or load(*words[:2]).paid else []
    env = environment(wire.url, PROJECT_ID)

    done = await ran_beside(words[0], words[1], *extra, *words[2:], env=env)

    assert done.code == 0, done.err
    check_request(operation, wire.requests[0])  # a list may go on to a second page
    check_output(operation, done.out, wire.payload)
    assert KEY not in done.out + done.err


@pytest.mark.parametrize("operation", [op for op in API.operations if op.response.kind == "events"])
def test_it_streams_what_the_method_streams(operation: ir.Operation, tmp_path: Path) -> None:
    given = arguments(operation)
    words = line_of(operation, tmp_path)
    done = ran(*words[:2], "--dry-run", *words[2:], env=environment("http://127.0.0.1:9", PROJECT_ID))
    request = done.json
    url = urlsplit(request["url"])
    assert request["method"] == operation.http_method
    assert path_pattern(operation).fullmatch(url.path)
    assert dict(parse_qsl(url.query)) == given.query
    assert {name: request["headers"][name] for name in given.headers} == given.headers


def check_output(operation: ir.Operation, out: str, payload: Any) -> None:
    """Check that the output is the response, with the API's names."""
    match operation.response.kind:
        case "bytes":
            assert out.encode() == WAV
        case "none":
            assert out == ""
        case _ if payload is None:
            assert out == ""
        case _ if operation.paging is not None:
            items = payload if operation.paging.items is None else payload[operation.paging.items]
            found = [json.loads(line) for line in out.splitlines()]
            assert all(set(one) <= set(item) for one, item in zip(found, items, strict=True))
        case _ if isinstance(payload, list) and payload and isinstance(payload[0], dict):
            found = [json.loads(line) for line in out.splitlines()]
            assert len(found) == len(payload)
            assert all(set(one) <= set(item) for one, item in zip(found, payload, strict=True))
        case _ if isinstance(payload, dict):
            assert set(json.loads(out)) <= set(payload)
        case _:
            assert out


@pytest.mark.parametrize("place", sorted(COMMANDS.values()), ids=" ".join)
def test_help_names_every_parameter(place: tuple[str, str]) -> None:
    operation = load(*place)
    done = ran(*place, "--help")

    assert done.code == 0
    assert operation.request in " ".join(done.out.split())
    for parameter in operation.parameters:
        assert parameter.shown in done.out
