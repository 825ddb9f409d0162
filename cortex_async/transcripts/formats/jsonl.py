"""JSON Lines: https://jsonlines.org/"""

from __future__ import annotations

import json
import re

from cortex_async._core.strings.surrogates import encodable
from cortex_async.transcripts.formats.records import record
from cortex_async.transcripts.values import Content

# Legal in JSON, but line breaks for many readers, and controls for terminals.
_RAW = re.compile("[\x7f-\x9f\u2028\u2029]")


def render(content: Content) -> str:
    """An object for each line, with annotations if the transcript has them."""
    return "".join(
        dumps(record(line, annotations=line.annotations is not None)) + "\n" for line in content.lines
    )


def dumps(value: object) -> str:
    """JSON in one line, whatever is in its strings."""
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", encodable(made))
