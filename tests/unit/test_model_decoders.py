"""The emitted decoders of all models: what is no object, and members that are missing."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from attrs import fields

from cortex_async import models
from cortex_async._core.call_errors import DecodeError
from cortex_async._core.unset import UNSET
from cortex_async._generated import decoders
from cortex_async.client import CORTEX

MODELS: list[type[Any]] = sorted(
    (
        model
        for module in iter_modules(decoders.__path__)
        for model in getattr(import_module(f"{decoders.__name__}.{module.name}"), "DECODERS", ())
        if fields(model)
    ),
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("value", ["name", "", [], ["name"], 5, True, None], ids=repr)
def test_only_objects_are_decoded(value: object) -> None:
    """Also as models without required fields, such as those of updates."""
    assert all(field.default is UNSET for field in fields(models.UpdateGathering))
    for model in MODELS:
        with pytest.raises(DecodeError, match=r"^expected an object, got "):
            CORTEX.codec.structure(value, model)


def test_missing_members_differ_from_null_only_in_what_is_sent() -> None:
    update = CORTEX.codec.structure({"name": None}, models.UpdateGathering)
    assert update.name is None
    assert update.description is UNSET
    always = {"id": "m", "content": "c", "senderName": "s", "sessionId": "x", "timestamp": None}
    for absent in ({}, {"type": None, "hasDebugAudio": None}):
        message = CORTEX.codec.structure({**always, **absent}, models.Message)
        assert (message.type, message.has_debug_audio) == ("user", False)
