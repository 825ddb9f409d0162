"""What controls take and return, as JSON: rules of faults, recorded requests, clocks."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, cast

import attrs
import orjson

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.control.definition import Control
from cortex_async.emulator.faults.calls import Rule
from cortex_async.emulator.recording import Recorded, Recording
from cortex_async.emulator.records import Record, is_list, is_object
from cortex_async.emulator.settings import Settings

MAX_RULES = 10_000


class Rules:
    """The rules of faults that clients have made, by number. The latest ones are kept, also after they have
    been removed.
    """

    def __init__(self) -> None:
        self._rules: OrderedDict[int, Rule] = OrderedDict()
        self._numbers: dict[Rule, int] = {}
        self._last = 0

    def find(self, number: int) -> Rule:
        """Raises ``KeyError`` for an unknown number."""
        if number not in self._rules:
            raise KeyError(f"rule {number}")
        return self._rules[number]

    def number_of(self, rule: Rule) -> int:
        """The number of a rule; a new rule gets the next one."""
        if rule not in self._numbers:
            self._last += 1
            self._rules[self._last] = rule
            self._numbers[rule] = self._last
            if len(self._rules) > MAX_RULES:
                del self._numbers[self._rules.popitem(last=False)[1]]
        return self._numbers[rule]


def encode(control: Control, value: Any, rules: Rules) -> bytes:
    """What a control returns, as JSON."""
    if control.name == "dump":
        return str(value).encode()
    plain = _plain(value, rules)
    if is_list(plain) and control.returns is not None and "properties" in control.returns:
        plain = dict(zip(control.returns["properties"], plain, strict=True))
    try:
        return orjson.dumps(plain)
    except TypeError:
        # aiohttp decodes headers with surrogates in place of bytes that are not UTF-8, which JSON cannot
        # hold.
        return orjson.dumps(_readable(plain))


def _plain(value: Any, rules: Rules) -> Any:
    match value:
        case Rule():
            number = rules.number_of(value)
            return {"rule": number, "target": value.target, "left": value.left, "taken": value.taken}
        case Clock():
            return {"now": value.iso(), "timestamp": value.timestamp(), "frozen": value.frozen}
        case Settings():
            return attrs.asdict(value, filter=attrs.filters.exclude("control_token"))
        case Recorded():
            return _recorded(value)
        case Recording():
            return [_recorded(one) for one in value]
        case tuple():
            return list(cast("tuple[object, ...]", value))
        case _:
            return [_plain(one, rules) for one in value] if is_list(value) else value


def _recorded(request: Recorded) -> Record:
    values: Record = attrs.asdict(request, recurse=False)
    return {**values, "path": dict(request.path), "headers": dict(request.headers)}


def _readable(value: Any) -> Any:
    """The value with U+FFFD in place of what is not UTF-8."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if is_object(value):
        return {_readable(name): _readable(part) for name, part in value.items()}
    return [_readable(part) for part in value] if is_list(value) else value
