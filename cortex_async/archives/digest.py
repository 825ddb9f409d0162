"""Whether anything of a session is new: a hash of all that an archive keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from cortex_async.archives.records import SessionRecord
from cortex_async.dicts import to_dict


def session_json(record: SessionRecord) -> dict[str, Any]:
    """The session as the state has it: in the API's JSON form."""
    return dict(to_dict(record.session, names="api"))


def digest(record: SessionRecord, session: Mapping[str, Any]) -> str:
    """SHA-256 of a record, in hexadecimal digits. ``session``: its session, from ``session_json``."""
    made = sha256(orjson.dumps(session))
    made.update(b"\n")
    made.update(record.jsonl)
    for message_id, entry in sorted(record.audio.items()):
        made.update(f"{message_id} {entry.path} {entry.sha256}\n".encode())
    return made.hexdigest()
