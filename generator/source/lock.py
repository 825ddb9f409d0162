"""lock.json: hashes of the inputs, and everything ever published. Only ``build`` and ``fetch`` write it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from generator import VERSION
from generator.source.published import Published


def lock_text(read: Mapping[str, bytes], published: Published) -> str:
    """Return the content of lock.json.

    ``read`` maps the input files in the specification directory to their contents.
    """
    sums = {name: hashlib.sha256(raw).hexdigest() for name, raw in read.items()}
    entries = published.as_json()
    # One line for each schema: people read the fields only in a diff.
    fields = entries.pop("fields")
    rows = ",\n".join(f"      {json.dumps(schema)}: {json.dumps(fields[schema])}" for schema in fields)
    whole = {"generator": VERSION, "published": {**entries, "fields": "@"}, "sha256": sums}
    text = json.dumps(whole, indent=2, sort_keys=True)
    # "@" cannot be a public name, so nothing else matches.
    fields_text = f"{{\n{rows}\n    }}" if rows else "{}"
    return text.replace('"fields": "@"', f'"fields": {fields_text}', 1) + "\n"
