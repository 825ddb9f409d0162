"""lock.json: what was read, and what was ever published. Written by ``build`` and ``fetch`` only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from generator import VERSION
from generator.source.published import Published


def lock_text(read: Mapping[str, bytes], published: Published) -> str:
    """``read`` maps the names of the files in the specification directory to their contents."""
    sums = {name: hashlib.sha256(raw).hexdigest() for name, raw in read.items()}
    stated = published.as_json()
    # One line for each schema: the list of fields is read by people only in a diff.
    fields = stated.pop("fields")
    rows = ",\n".join(f"      {json.dumps(schema)}: {json.dumps(fields[schema])}" for schema in fields)
    whole = {"generator": VERSION, "published": {**stated, "fields": "@"}, "sha256": sums}
    text = json.dumps(whole, indent=2, sort_keys=True)
    # The stand-in is no public name, so that nothing else under "fields" can read like this.
    stated_fields = f"{{\n{rows}\n    }}" if rows else "{}"
    return text.replace('"fields": "@"', f'"fields": {stated_fields}', 1) + "\n"
