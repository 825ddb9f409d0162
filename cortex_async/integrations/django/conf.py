"""The setting ``CORTEX`` of a Django project, read when it is needed and not before.

CORTEX = {
    "API_KEY": ...,           # or ACCESS_TOKEN; default: the environment, as for CortexClient
    "PROJECT_ID": ...,        # default: the environment variable CORTEX_PROJECT_ID
    "TIMEOUT": 5,             # and every other setting of CortexClient, in capitals
    "WEBHOOK_SECRET": ...,    # one, or a list while it is being replaced
    "WEBHOOK_REPLAY": "default",        # a shared cache of CACHES, or a replay store; None: this process
    "WEBHOOK_OPTIONS": {"tolerance": 60},   # other keywords of WebhookRouter
}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final, cast

from attrs import frozen

from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import hidden
from cortex_async.config import SharedSettings
from cortex_async.integrations.projects import chosen_project
from cortex_async.webhooks.signature import Secrets

_settings: Any = import_module("django.conf")

_CREDENTIALS: Final = ("api_key", "access_token", "api_key_header")
_CLIENT: Final = {name.upper(): name for name in (*_CREDENTIALS, *SharedSettings.__annotations__)}
_OWN: Final = ("PROJECT_ID", "WEBHOOK_SECRET", "WEBHOOK_REPLAY", "WEBHOOK_OPTIONS")


@frozen(repr=False)
class Settings:
    """The checked shape of ``CORTEX``; what the values mean is checked by what they are for.

    client: keywords of ``CortexClient``. webhook_options: keywords of ``WebhookRouter``.
    """

    client: Mapping[str, Any]
    project_id: str | None
    webhook_secret: Secrets | None
    webhook_replay: object
    webhook_options: Mapping[str, Any]


def read_settings() -> Settings:
    """Read ``CORTEX``. Raises ``ConfigError``, which names what is wrong, without its value."""
    given: object = getattr(_settings.settings, "CORTEX", {})
    if not isinstance(given, Mapping):
        raise ConfigError(f"CORTEX must be a dict, got {type(given).__name__}")
    values = cast("Mapping[object, Any]", given)
    for name in values:
        _require_known(name)
    options: object = values.get("WEBHOOK_OPTIONS", {})
    if not isinstance(options, Mapping):
        raise ConfigError(f"CORTEX['WEBHOOK_OPTIONS'] must be a dict, got {type(options).__name__}")
    client = {_CLIENT[name]: values[name] for name in _CLIENT if name in values}
    for name in ("api_key", "access_token"):
        if name in client:
            client[name] = hidden(client[name])
    return Settings(
        client,
        chosen_project(values.get("PROJECT_ID")),
        hidden(values.get("WEBHOOK_SECRET")),
        values.get("WEBHOOK_REPLAY"),
        cast("Mapping[str, Any]", options),
    )


def _require_known(name: object) -> None:
    known = (*_CLIENT, *_OWN)
    if name in known:
        return
    near = get_close_matches(str(name).upper(), known, 1)
    advice = f"did you mean {near[0]!r}?" if near else f"the settings are {_listed(known)}"
    raise ConfigError(f"CORTEX has no setting {name!r}: {advice}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
