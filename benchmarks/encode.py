"""Encoding: from typed objects to the bytes of a request."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
import orjson
import pydantic

from benchmarks.harness import clients, payloads, peer_models
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Run, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from cortex_async import models
from cortex_async.client import CORTEX

COUNT = 10_000
VALUES = "orjson.dumps"
STRINGS = "orjson.dumps of strings"


def take(settings: Settings) -> list[Comparison]:
    return [_schema(name, settings) for name in payloads.KINDS]


def _schema(name: str, settings: Settings) -> Comparison:
    count = settings.amount(COUNT)
    contestants = _contestants(name, payloads.body(name, count))
    return Comparison(
        f"encode {count:,} {name}",
        "ms",
        scaled(cpu_seconds(contestants, settings.rounds), 1000),
        (Requirement(VALUES, at_most=2.5), Requirement("pydantic", at_most=0.8)),
        f"{VALUES}: dicts with the same values and datetimes; {STRINGS}: timestamps are strings already",
    )


def _contestants(name: str, body: bytes) -> dict[str, Run]:
    ours: Any = list[getattr(models, payloads.KINDS[name])]  # type: ignore[misc]  # looked up while running
    pydantic_list: Any = pydantic.TypeAdapter(list[peer_models.model(name)])  # type: ignore[misc]
    struct_list: Any = list[peer_models.struct(name)]  # type: ignore[misc]
    python_client = getattr(clients.python_client("models"), name)

    plain = orjson.loads(body)
    values = [_with_datetimes(item) for item in plain]
    typed = CORTEX.codec.decode(body, ours)
    structs = msgspec.json.decode(body, type=struct_list)
    validated = pydantic_list.validate_json(body)
    objects = [python_client.from_dict(item) for item in plain]
    contestants: dict[str, Run] = {
        OURS: lambda: CORTEX.codec.encode(typed),
        VALUES: lambda: orjson.dumps(values, None, orjson.OPT_UTC_Z),
        STRINGS: lambda: orjson.dumps(plain),
        "msgspec.Struct": lambda: msgspec.json.encode(structs),
        "pydantic": lambda: pydantic_list.dump_json(validated, by_alias=True, exclude_none=True),
        "openapi-python-client": lambda: json.dumps([item.to_dict() for item in objects]),
    }
    assert orjson.loads(contestants[OURS]()) == orjson.loads(contestants[VALUES]())  # type: ignore[arg-type]
    return contestants


def _with_datetimes(item: Any) -> Any:
    """The dict with datetimes instead of timestamps: the same input as the other encoders have."""
    if isinstance(item, dict):
        return {
            name: datetime.fromisoformat(value)
            if name.endswith("At") or name == "timestamp"
            else _with_datetimes(value)
            for name, value in item.items()
        }
    return [_with_datetimes(member) for member in item] if isinstance(item, list) else item


MEASURE = Measure(
    "encode",
    "10,000 objects to the bytes of a request",
    take,
    processes=3,
    needs=frozenset({clients.PYTHON_CLIENT}),
)
