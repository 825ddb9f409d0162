"""JSON as servers write it: lone surrogates are accepted, malformed JSON is refused with its place."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import time
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.strings.json_text import NotJSON, dump, parse, parse_exactly, reread

SURROGATE = re.compile("[\ud800-\udfff]")
STRING = st.text(st.characters(exclude_categories=[]), max_size=8)
ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRING,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRING, inner, max_size=4),
    max_leaves=12,
)


def without_surrogates(value: Any) -> Any:
    """The value with lone surrogates replaced, as JavaScript does when it writes a string as UTF-8."""
    if isinstance(value, str):
        joined = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return SURROGATE.sub("\ufffd", joined)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(name): without_surrogates(item) for name, item in value.items()}
    return value


@given(ANY_JSON, st.booleans())
def test_any_json_is_parsed_exactly(value: Any, marked: bool) -> None:
    written = b"\xef\xbb\xbf" * marked + json.dumps(value).encode()
    assert repr(parse_exactly(written)) == repr(without_surrogates(json.loads(json.dumps(value))))
    assert repr(reread(written)) == repr(parse_exactly(written))


@given(
    ANY_JSON, st.lists(st.sampled_from([b'{"b":%s,"a":[1]}', b"[%s]", b'[{},%s,"x"]']), max_size=8), st.data()
)
def test_what_was_parsed_is_dumped_however_deep_it_is(
    value: Any, layers: list[bytes], data: st.DataObject
) -> None:
    written = json.dumps(value).encode()
    for layer in layers * data.draw(st.integers(1, 120)):
        written = layer.replace(b"%s", written)
    for sort_keys in (False, True):
        assert parse(dump(parse(written), sort_keys=sort_keys)) == parse(written)
    assert dump(parse(written), sort_keys=True).count(b'{"a":[1],"b"') == written.count(b',"a":[1]}')


DEEP = """
import orjson
for length in range(60):
    objects = lists = "x" * length
    for depth in range(250):
        orjson.dumps(objects)
        objects = {"b": objects}
        if depth < 125:
            orjson.dumps(lists)
            lists = [{"b": lists}, {}]
"""


DEEPER = """
from cortex_async._core.strings.json_text import dump, parse
for length in range(0, 4000, 101):
    for before, after in ((b'{"b":', b"}"), (b'{"a":[1],"b":', b"}"), (b"[", b"]")):
        written = before * 300 + b'"' + b"x" * length + b'"' + after * 300
        for sort_keys in (False, True):
            assert dump(parse(written), sort_keys=sort_keys) == written
"""


@pytest.mark.parametrize("program", [DEEP, DEEPER], ids=["orjson", "dump"])
def test_deep_values_are_serialized_within_their_buffer(program: str) -> None:
    """Up to 3.11.5, orjson writes the brackets that close deep values past the end of its buffer.

    https://github.com/ijl/orjson/blob/master/CHANGELOG.md#3116---2026-01-29. Behind a ``Fragment``, 3.13.0
    still does.
    """
    # The allocator of debug builds checks the bytes after each block. Without it the process may die much later.
    ended = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONMALLOC": "debug"}, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@given(st.binary(max_size=40))
def test_any_bytes_are_parsed_or_refused_with_a_position(data: bytes) -> None:
    for read in (parse, parse_exactly):
        problem: NotJSON | None = None
        try:
            read(data)
        except NotJSON as error:
            problem = error
        if problem is not None:
            assert problem.position is None or 0 <= problem.position <= len(data)
            assert problem.__context__ is None
    parse(b'"' + re.sub(rb'[\x00-\x1f"\\]', b"", data) + b'"', replace=True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (rb'"\ud83d"', "\ufffd"),
        (rb'"\uDE00\ud83d"', "\ufffd\ufffd"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\ud83d\ud83d\ude00"', "\ufffd\U0001f600"),
        (rb'"\ud83d \ude00"', "\ufffd \ufffd"),
        (rb'"\ud83dA"', "\ufffdA"),
        (rb'["\ud83d", "\\ud83d", "\\\ud83d", "\"\ud83d"]', ["\ufffd", r"\ud83d", "\\\ufffd", '"\ufffd']),
        (rb'{"\ud83d": 1}', {"\ufffd": 1}),
        (b'"\xed\xa0\xbd"', "\ufffd"),
        (b"\xef\xbb\xbf[1]", [1]),
        (b"\xef\xbb\xbf" + rb'"\udfff"', "\ufffd"),
    ],
)
def test_a_lone_surrogate_becomes_the_replacement_character(written: bytes, expected: Any) -> None:
    assert parse(written) == parse_exactly(written) == reread(written) == expected


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \n", "it is empty"),
        (b"[1,", "it ends too early at character 3 (line 1, column 4)"),
        (b'{"a":\n NaN}', "NaN is not a number in JSON at character 7 (line 2, column 2)"),
        (b"[-Infinity]", "-Infinity is not a number in JSON at character 2 (line 1, column 3)"),
        (b"[1e400]", "a number beyond the range of a double at character 1 (line 1, column 2)"),
        ('["ä", x]'.encode(), "an unexpected character at character 6 (line 1, column 7)"),
        (b"\xef\xbb\xbf[x", "an unexpected character at character 2 (line 1, column 3)"),
        ('["ä",\n"ü'.encode() + b'\xff"]', "bytes that are not UTF-8 at character 8 (line 2, column 3)"),
        (b"{} {}", "something follows its end at character 3 (line 1, column 4)"),
        (b"[" * 5000, "it is nested more than 1024 deep at character 1025 (line 1, column 1026)"),
        (b'"\n"', "a control character in a string at character 1 (line 1, column 2)"),
    ],
)
def test_malformed_json_is_refused_with_cause_and_position(written: bytes, text: str) -> None:
    with pytest.raises(NotJSON) as caught:
        parse(written)
    assert str(caught.value) == text
    # The parser's own error holds the whole document.
    assert caught.value.__context__ is None
    assert str(pickle.loads(pickle.dumps(caught.value))) == text


def test_bytes_that_are_not_utf8_are_replaced_only_on_request() -> None:
    assert parse(b'"\xff\xc3"', replace=True) == "\ufffd\ufffd"
    with pytest.raises(NotJSON):
        parse(b'"\xff"')


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"18446744073709551616", 2**64),
        (b"-9223372036854775809", -(2**63) - 1),
        (b'{"a": [123456789012345678901234567890]}', {"a": [123456789012345678901234567890]}),
        (b'"123456789012345678901234567890"', "123456789012345678901234567890"),
        (b"[0.12345678901234567890, 1e3]", [0.12345678901234567890, 1000.0]),
    ],
)
def test_no_integer_is_rounded(written: bytes, expected: Any) -> None:
    found = parse_exactly(written)
    assert found == expected
    assert type(found) is type(expected)


def test_an_integer_with_more_digits_than_python_converts_is_refused() -> None:
    with pytest.raises(NotJSON, match="too many digits"):
        reread(b"1" * 5000)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="C recursion has its own, much higher limit there")
def test_nesting_too_deep_for_the_standard_library_is_refused() -> None:
    def digits_within(depth: int) -> bytes:
        return b"[" * depth + b"123456789012345678901234567890" + b"]" * depth

    assert parse_exactly(digits_within(2)) == [[123456789012345678901234567890]]
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(400)
    try:
        with pytest.raises(NotJSON, match="nested"):
            parse_exactly(digits_within(1000))
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("unit", [rb"\ud83d", rb"\ud83d\\", rb"\\", rb"\n", b"\xed\xa0\xbd", b'",\n"'])
def test_replacing_surrogates_takes_linear_time(unit: bytes) -> None:
    document = rb'["\ud83d' + unit * (2_000_000 // len(unit)) + b'"]'
    began = time.process_time()
    parse(document)
    # Processor time, which load does not affect. Quadratic time would be hours.
    assert time.process_time() - began < 20


def test_valid_json_never_takes_the_slow_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cortex_async._core.strings.json_text._parse_tolerantly", None)
    assert parse(orjson.dumps({"a": [1, "ü"]})) == {"a": [1, "ü"]}
