"""Decoding: from the bytes of a response to typed objects."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import orjson
import pydantic

from benchmarks.harness import clients, payloads, peer_models, unchecked_models
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Run, Settings, scaled
from benchmarks.harness.rounds import cpu_seconds
from cortex_async import models
from cortex_async.client import CORTEX

COUNT = 10_000
OF_PYDANTIC = {"Message": 0.58, "SessionResponse": 0.58, "GatheringResponse": 0.62}
OF_PYTHON_CLIENT = {"Message": 0.45, "SessionResponse": 0.5, "GatheringResponse": 0.45}


def take(settings: Settings) -> list[Comparison]:
    return [_schema(name, settings) for name in payloads.KINDS]


def _schema(name: str, settings: Settings) -> Comparison:
    count = settings.amount(COUNT)
    body = payloads.body(name, count)
    contestants = _contestants(name, body)
    for contestant, decode in contestants.items():
        assert len(decode()) == count, contestant  # type: ignore[arg-type]  # every one gives a list
    return Comparison(
        f"decode {count:,} {name}",
        "ms",
        scaled(cpu_seconds(contestants, settings.rounds), 1000),
        (
            Requirement("pydantic", at_most=OF_PYDANTIC[name]),
            Requirement("openapi-python-client", at_most=OF_PYTHON_CLIENT[name]),
            Requirement("orjson.loads", at_most=2.2),
        ),
        _CHECKS,
    )


_CHECKS = (
    "pydantic and msgspec check every scalar; the SDK and the unchecked ways check only datetimes and objects. "
    "Unchecked: scalars declared as Any; model_construct is given what orjson.loads returns, with datetimes and "
    "nested objects made of it in Python"
)


def _contestants(name: str, body: bytes) -> dict[str, Run]:
    ours: Any = list[getattr(models, payloads.KINDS[name])]  # type: ignore[misc]  # looked up while running
    pydantic_list: Any = pydantic.TypeAdapter(list[peer_models.model(name)])  # type: ignore[misc]
    struct_list: Any = msgspec.json.Decoder(list[peer_models.struct(name)])  # type: ignore[misc]
    construct = unchecked_models.constructor(name)
    unchecked_list: Any = msgspec.json.Decoder(list[unchecked_models.struct(name)])  # type: ignore[misc]  # as above
    free_list: Any = pydantic.TypeAdapter(list[unchecked_models.model(name)])  # type: ignore[misc]  # as above
    python_client = getattr(clients.python_client("models"), name)
    contestants: dict[str, Run] = {
        OURS: lambda: CORTEX.codec.decode(body, ours),
        "orjson.loads": lambda: orjson.loads(body),
        "msgspec.Struct": lambda: struct_list.decode(body),
        "msgspec.Struct, unchecked": lambda: unchecked_list.decode(body),
        "pydantic": lambda: pydantic_list.validate_json(body),
        "pydantic, unchecked": lambda: free_list.validate_json(body),
        "pydantic.model_construct": lambda: [construct(item) for item in orjson.loads(body)],
        # What its functions do with an httpx response, which parses with the standard library.
        "openapi-python-client": lambda: [python_client.from_dict(item) for item in json.loads(body)],
    }
    generator = clients.openapi_generator()
    if generator is not None:
        deserialize = generator.ApiClient(generator.Configuration()).deserialize
        contestants["openapi-generator"] = lambda: deserialize(
            body.decode(), f"List[{name}]", "application/json"
        )
    return contestants


MEASURE = Measure(
    "decode",
    "10,000 objects from the bytes of a response",
    take,
    processes=3,
    needs=frozenset({clients.PYTHON_CLIENT, clients.GENERATOR}),
)
