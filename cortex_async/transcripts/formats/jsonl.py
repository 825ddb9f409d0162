"""JSON Lines: https://jsonlines.org/"""

from __future__ import annotations

import json
import re

import orjson

from cortex_async._core.strings.surrogates import encodable
from cortex_async.transcripts.formats.records import plain_record, record
from cortex_async.transcripts.values import Content, Line

# Legal in JSON, but line breaks for many readers, and controls for terminals.
_RAW = re.compile("[\x7f-\x9f\u2028\u2029]")


def render(content: Content) -> str:
    """An object for each line, with annotations if the transcript has them."""
    return "".join(map(_row, content.lines))


def _row(line: Line) -> str:
    if line.annotations is None:
        try:
            # The same string as below, in a third of the time: there are no numbers in it.
            made = orjson.dumps(plain_record(line)).decode()
        except orjson.JSONEncodeError:
            pass  # half a surrogate pair
        else:
            return (made if made.isascii() and "\x7f" not in made else _escaped(made)) + "\n"
    return dumps(record(line, annotations=line.annotations is not None)) + "\n"


def dumps(value: object) -> str:
    """JSON in one line, whatever is in its strings."""
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _escaped(encodable(made))


def _escaped(made: str) -> str:
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", made)
