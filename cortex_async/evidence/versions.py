"""The versions of this package and of the API's spec."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from cortex_async._core.version import VERSION
from cortex_async.evidence.values import Software


@cache
def software() -> Software:
    """This package, and the spec that it was made from."""
    content = files("cortex_async._generated").joinpath("openapi.json").read_bytes()
    version = str(json.loads(content)["info"]["version"])
    return Software(sdk=VERSION, spec=version, spec_sha256=hashlib.sha256(content).hexdigest())
