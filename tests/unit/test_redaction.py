from __future__ import annotations

import json

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from cortex_async.core.masking import masked
from cortex_async.core.redaction import Redactor, header_secrets, plain_name, secret_values

NAMES = frozenset(map(plain_name, ["secret", "apiKey", "customHeaders"]))
AWKWARD = 'p"a\\ss/wörd+1'


@define
class Login:
    user: str = "ann"
    word: str = field(default="canary-1", repr=masked)
    nested: dict[str, str] = field(factory=lambda: {"api_key": "canary-2", "plain": "x"})


def test_secrets_of_a_body_are_found_by_name_and_by_hidden_field() -> None:
    body = {"a": [Login()], "customHeaders": {"X": "canary-3", "Y": ["canary-4"]}, "SECRET": "canary-5"}
    assert set(secret_values(body, NAMES)) == {f"canary-{number}" for number in range(1, 6)}


def test_secrets_of_headers() -> None:
    assert set(header_secrets({"Authorization": "Bearer abc", "Accept": "x"})) == {"Bearer abc", "abc"}
    assert "v" in set(header_secrets({"Anything": "v"}, None))


@pytest.mark.parametrize(
    "text",
    [
        AWKWARD,
        json.dumps({"echo": AWKWARD}),
        json.dumps({"echo": AWKWARD}, ensure_ascii=False),
        "https://host/?q=p%22a%5Css%2Fw%C3%B6rd%2B1",
        f"before{AWKWARD}after",
    ],
)
def test_a_value_is_masked_however_it_is_written(text: str) -> None:
    redactor = Redactor([AWKWARD], NAMES)
    assert "***" in redactor.text(text)
    assert "rd" not in redactor.text(text).replace("word", "")
    assert b"***" in redactor.body(text.encode())


@pytest.mark.parametrize(
    "body",
    [
        b'{"secret": "canary"}',
        b'{"a": [{"api_key": ["canary"]}]}',
        b'{"customHeaders": {"X": "canary"}}',
        b'{"Api-Key": 123456, "x": "ok"',
        b'{"a": 1, "secret": "canary',
        b'{"a": 1, "customHeaders": {"x": "canary", "y',
        b'{"secret": "can\\"ary", "b": ',
    ],
)
def test_secret_members_are_masked_whatever_they_hold(body: bytes) -> None:
    shown = Redactor([], NAMES).body(body)
    assert b"canary" not in shown
    assert b'ary"' not in shown
    assert b"123456" not in shown
    assert b"***" in shown


def test_a_body_without_secrets_is_left_as_it_is() -> None:
    for body in (b'{ "a" :1 }', b"<html>\xff\xfe</html>", b"", b'{"secret": null}', b'{"secret": true}'):
        assert Redactor(["canary"], NAMES).body(body) == body


def test_a_secret_cut_off_at_the_end_goes_too() -> None:
    redactor = Redactor(["canary-value"], NAMES)
    assert redactor.body(b"text canary-va", truncated=True) == b"text ***"
    assert redactor.body(b"text canary-value", truncated=True) == b"text ***"
    assert redactor.body(b"text", truncated=True) == b"text"


def test_the_longest_secret_goes_first() -> None:
    assert Redactor(["Bearer abcd", "abcd"], NAMES).text("x Bearer abcd") == "x ***"


def test_short_values_are_not_searched_for() -> None:
    assert Redactor(["a"], NAMES).text("banana") == "banana"


def test_excerpts() -> None:
    redactor = Redactor(["canary"], NAMES)
    assert redactor.excerpt("a canary") == "'a ***'"
    assert redactor.excerpt("anything", ["a", 1, "apiKey", "deep"]) == "***"
    assert redactor.excerpt({"secret": "x"}) == "an object"
    assert redactor.excerpt([1, 2]) == "a list of 2"
    assert redactor.excerpt(None) == "null"
    assert redactor.excerpt(True) == "true"


@given(st.binary(max_size=60), st.booleans())
def test_any_body_can_be_redacted(body: bytes, truncated: bool) -> None:
    assert b"canary" not in Redactor(["canary"], NAMES).body(body + b"canary", truncated=truncated)


@given(
    st.recursive(
        st.text(max_size=4),
        lambda inner: st.dictionaries(st.sampled_from(["a", "secret"]), inner),
        max_leaves=4,
    )
)
def test_any_json_can_be_redacted(value: object) -> None:
    shown = Redactor([], NAMES).body(json.dumps(value).encode())
    json.loads(shown)
