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
    # One line for each schema and operation: people read these only in a diff.
    long = {section: entries[section] for section in ("fields", "path_parameters")}
    # "@" cannot be a public name, so nothing else matches.
    stand_ins = {section: f"@{section}" for section in long}
    whole = {"generator": VERSION, "published": {**entries, **stand_ins}, "sha256": sums}
    text = json.dumps(whole, indent=2, sort_keys=True)
    for section, lines in long.items():
        text = text.replace(f'"@{section}"', _in_lines(lines), 1)
    return text + "\n"


def _in_lines(entries: Mapping[str, object]) -> str:
    rows = ",\n".join(f"      {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    return f"{{\n{rows}\n    }}" if rows else "{}"
