"""``servers`` of paths and operations. A client has one base URL, so all operations must share a server.

https://spec.openapis.org/oas/v3.1.0#server-object
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.model.references import resolve_in
from generator.refusal import Refusal, pointer

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


def check_servers(document: Mapping[str, Any], note: Callable[[str, str], None]) -> None:
    """Note ``servers`` of paths and operations. Raises ``Refusal`` if one differs from the most used."""
    whole = _urls(document)
    found: list[tuple[str, tuple[str, ...]]] = []
    usage: Counter[str] = Counter()
    for path, raw in sorted(document.get("paths", {}).items()):
        item = resolve_in("pathItems", raw, document, pointer("paths", path))
        of_path = _urls(item)
        if of_path:
            found.append((pointer("paths", path, "servers"), of_path))
        for method in _METHODS:
            own = _urls(item.get(method, {}))
            if own:
                found.append((pointer("paths", path, method, "servers"), own))
            usage.update(set(own or of_path or whole or ("/",)) if method in item else ())
    if not found:
        return
    most = max(sorted(usage), key=lambda url: usage[url], default="")
    for place, urls in found:
        if most not in urls:
            raise Refusal(
                place,
                f"leads to {urls[0]}, and other operations to {most}",
                "a client has one base URL: remove it in the overlay, or make these paths another API",
            )
        note(place, f"is not followed: give the base URL {most} to the client")


def _urls(holder: Mapping[str, Any]) -> tuple[str, ...]:
    servers: Sequence[Mapping[str, Any]] = holder.get("servers") or ()
    return tuple(str(server.get("url", "/")).rstrip("/") or "/" for server in servers)
