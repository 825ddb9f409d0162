"""Free-form JSON of plugins and integrators, without credentials that it may hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.secrets.masking import MASK
from cortex_async.dicts import from_dict, to_dict

T = TypeVar("T")

_NAMES: Final = re.compile(
    "(?:.*(?:password|passwd|secret|token|apikey|accesskey|privatekey|signature|credential|cookie)s?"
    "|auth|authorization|jwt|bearer)"
)
_URL: Final = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_DEEPEST: Final = 100


def without_secrets(value: object, depth: int = 0) -> object:
    """A copy in which members with the names of secrets are masked.

    URLs lose user and query, since those of a signed URL are a credential.
    """
    if isinstance(value, str):
        return _URL.sub(lambda found: _plain_url(found[0]), value)
    if depth > _DEEPEST:
        return MASK
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value).items()
        return {
            name: MASK if _is_secret(name, one) else without_secrets(one, depth + 1) for name, one in items
        }
    if isinstance(value, (list, tuple)):
        return [without_secrets(one, depth + 1) for one in cast("list[object]", value)]
    return value


def _is_secret(name: str, value: object) -> bool:
    return not isinstance(value, bool) and value is not None and bool(_NAMES.fullmatch(plain_name(name)))


def _plain_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    host = parts.netloc.rpartition("@")[2]
    query = MASK if parts.query else ""
    return parts._replace(netloc=host, query=query, fragment=parts.fragment and MASK).geturl()


def cleaned(model: T) -> T:
    """A copy of a model without credentials in its free-form fields and its strings."""
    return from_dict(type(model), cast("Any", without_secrets(to_dict(model, names="api"))), names="api")


def one_line_json(value: object) -> str:
    """JSON for people."""
    return json.dumps(value, ensure_ascii=False, default=str)
