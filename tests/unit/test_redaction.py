"""Secrets are found in requests and masked in what people read."""

from __future__ import annotations

import enum
import json
import re
from base64 import b64encode
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core.codec.bodies import Content, Form, Json
from cortex_async._core.secrets.call_secrets import header_secrets, secret_values
from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._core.secrets.json_members import plain_name
from cortex_async._core.secrets.masking import masked
from cortex_async._core.secrets.redaction import SHORTEST, Redactor
from cortex_async._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.nimrobo._generated.secrets import SECRET_FIELDS as NIMROBO
from cortex_async.contrib.orga._generated.secrets import SECRET_FIELDS as ORGA
from cortex_async.contrib.rtcstack._generated.secrets import SECRET_FIELDS as RTCSTACK

NAMES = frozenset(map(plain_name, ["secret", "apiKey", "customHeaders"]))
AWKWARD = 'p"a\\ss/wörd+1'


class Kind(enum.Enum):
    ONE = "first"


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
def test_a_value_is_masked_in_every_encoding(text: str) -> None:
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
def test_secret_members_are_masked_whatever_their_value(body: bytes) -> None:
    shown = Redactor([], NAMES).body(body)
    assert b"canary" not in shown
    assert b'ary"' not in shown
    assert b"123456" not in shown
    assert b"***" in shown


def test_a_body_without_secrets_is_left_as_it_is() -> None:
    for body in (b'{ "a" :1 }', b"<html>\xff\xfe</html>", b"", b'{"secret": null}', b'{"secret": true}'):
        assert Redactor(["canary"], NAMES).body(body) == body


def test_a_truncated_secret_at_the_end_is_masked() -> None:
    redactor = Redactor(["canary-value"], NAMES)
    assert redactor.body(b"text canary-va", truncated=True) == b"text ***"
    assert redactor.body(b"text canary-value", truncated=True) == b"text ***"
    assert redactor.body(b"text", truncated=True) == b"text"


def test_the_longest_of_overlapping_secrets_is_masked() -> None:
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


def spellings(name: str) -> list[str]:
    """A name in the styles of different programming languages."""
    words = re.findall("[A-Z]?[a-z0-9]+|[A-Z]+", name.replace("_", " "))
    return [
        name,
        name.lower(),
        name.upper(),
        "_".join(words).lower(),
        "-".join(words).lower(),
        "-".join(word.capitalize() for word in words),
        "".join(word.capitalize() for word in words),
    ]


@pytest.mark.parametrize("name", sorted(SECRET_FIELDS | NIMROBO | ORGA | RTCSTACK))
def test_each_secret_name_in_each_spelling(name: str) -> None:
    names = frozenset(map(plain_name, [name]))
    for spelling in spellings(name):
        assert set(secret_values({spelling: "canary"}, names)) == {"canary"}
        assert (
            Redactor([], names).body(json.dumps({spelling: "canary"}).encode())
            == json.dumps({spelling: "***"}).encode()
        )
        assert Redactor([], names).excerpt("canary", ["a", spelling]) == "***"
        assert b"canary" not in Redactor([], names).body(f'x{{"{spelling}": "canary", '.encode())
        other = {f"{spelling}x": "plain", f"x{spelling}": "plain"}
        assert list(secret_values(other, names)) == []
        assert Redactor([], names).body(json.dumps(other).encode()) == json.dumps(other).encode()


@pytest.mark.parametrize(
    "header",
    [
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "x-api-key",
        "x-auth-token",
        "x-signature",
    ],
)
def test_each_secret_header(header: str) -> None:
    assert header in SECRET_HEADERS
    assert len(SECRET_HEADERS) == 7
    for name in (header, header.upper(), header.title()):
        assert "canary" in set(header_secrets({name: "canary"}))
        assert "canary" in set(header_secrets({name: "Scheme canary"}))


@pytest.mark.parametrize(
    "header", ["X-Access-Token", "Api-Key", "X-Session-Secret", "X-Amz-Signature", "X-Password"]
)
def test_headers_that_sound_secret_are(header: str) -> None:
    assert "canary" in set(header_secrets({header: "canary"}))


@pytest.mark.parametrize(
    "header", ["Accept", "Content-Type", "User-Agent", "X-Request-Id", "Last-Event-ID", "X-Timestamp"]
)
def test_other_headers_are_not_secret(header: str) -> None:
    assert list(header_secrets({header: "application/json"})) == []
    assert "v" in set(header_secrets({header: "v"}, None))


def test_the_parts_of_logins_and_cookies_are_secret() -> None:
    basic = b64encode(b"user:pass:word").decode()
    assert {basic, "user:pass:word", "pass:word"} <= set(header_secrets({"Authorization": f"Basic {basic}"}))
    for encoding in ("utf-8", "latin-1"):
        for end in ("", " "):
            basic = b64encode("user:pässword".encode(encoding)).decode()
            for credential in (basic, basic.rstrip("=")):
                assert "pässword" in set(header_secrets({"Authorization": f"Basic  {credential}{end}"}))
    assert {"abc", "defg"} <= set(header_secrets({"Cookie": "a=abc; b=defg"}))
    for odd in ("Basic", "Basic ", "Basic %%%", "Basic /w==", ""):
        assert odd in set(header_secrets({"Authorization": odd}))


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6, 8, 64])
def test_secrets_of_each_length(length: int) -> None:
    assert SHORTEST == 4
    secret = "q7w9e1r5"[:length] if length <= 8 else "q7" * (length // 2)
    shown = Redactor([secret], NAMES).text(f"before {secret} after {secret}")
    assert (shown == "before *** after ***") is (length >= SHORTEST)
    assert (secret in shown) is (length < SHORTEST)
    body = Redactor([secret], NAMES).body(json.dumps({"echo": secret, "secret": secret}).encode())
    assert b'"secret": "***"' in body


@pytest.mark.parametrize("value", [1234567, 12.34567, UUID(int=7), Decimal("1.2345"), b"12345", Kind.ONE])
def test_secrets_of_every_type(value: object) -> None:
    (found,) = secret_values({"secret": value}, NAMES)
    assert found == (value.decode() if isinstance(value, bytes) else str(getattr(value, "value", value)))


def test_secrets_of_bodies_that_the_caller_encoded() -> None:
    text = '{"a": [{"api_key": "canary"}]}'
    for body in (
        text.encode(),
        Content(text, "application/json"),
        Content(text.encode(), "x"),
        Json({"secret": "canary"}, "x"),
    ):
        assert list(secret_values(body, NAMES)) == ["canary"]
    assert list(secret_values(Form({"secret": "canary"}), NAMES)) == ["canary"]
    for junk in (b"[" * 3000, b"{", b"\xff", b""):
        assert list(secret_values(junk, NAMES)) == []


def test_secrets_of_encoded_forms_and_of_json_in_a_string() -> None:
    form = "plain=x&api_key=canary%2F1&secret=canary+2&secret=canary3"
    for body in (form.encode(), Content(form, "application/x-www-form-urlencoded")):
        assert set(secret_values(body, NAMES)) == {"canary/1", "canary 2", "canary3"}
    assert list(secret_values({"template": '{"apiKey": "canary"}'}, NAMES)) == ["canary"]
    # Only a whole body is a form.
    assert list(secret_values({"note": "secret=word"}, NAMES)) == []


def test_a_body_of_any_depth_is_searched() -> None:
    deep: object = {"secret": "canary"}
    for _ in range(20_000):
        deep = [deep]
    assert list(secret_values(deep, NAMES)) == ["canary"]


@pytest.mark.parametrize("number", [10**5000, -(10**300), 5, 1.5], ids=range(4))
def test_numbers_in_excerpts_stay_short(number: float) -> None:
    assert len(Redactor([], NAMES).excerpt(number)) < 100


def test_long_strings_in_excerpts_are_masked_before_they_are_cut() -> None:
    secret = "canary" * 1000
    assert "canary" not in Redactor([secret], NAMES).excerpt(f"x{secret}")
    assert Redactor(["nothing"], NAMES).excerpt("x" * 10**7) == repr("x" * 60) + "..."


@pytest.mark.parametrize(
    "name", ["X-Amz-Signature", "sig", "SIG", "token", "Access_Token", "api-key", "apiKey"]
)
@pytest.mark.parametrize(
    "link",
    [
        "https://host/a?x=1&{}=canary%2Fcanary+canary/canary&y=2",
        "https://host/a?{}=canary&amp;y=2",
        '{{"url": "https:\\/\\/host\\/a?x=1\\u0026{}=canary\\/canary\\u0026y=2"}}',
        "https://host/?next=https%3A%2F%2Fhost%2Fa%3Fx%3D1%26{}%3Dcanary%26y%3D2",
    ],
)
def test_signatures_of_links_are_masked(link: str, name: str) -> None:
    redactor = Redactor([], NAMES)
    for shown in (redactor.text(link.format(name)), redactor.body(link.format(name).encode()).decode()):
        assert "canary" not in shown
        assert f"{name}=***" in shown.replace("%3D", "=")
        assert "y=2" in shown.replace("%3D", "=")
    assert redactor.text(link.format("cursor")) == link.format("cursor")


def test_composed_and_decomposed_characters_are_the_same() -> None:
    composed, decomposed = "Zo\u00eb-canary", "Zoe\u0308-canary"
    for secret in (composed, decomposed):
        assert Redactor([secret], NAMES).text(f"{composed} {decomposed}") == "*** ***"


def test_passwords_of_urls_are_masked() -> None:
    shown = Redactor([], NAMES).text("see https://ann:canary@host:8080/a@b, https%3A%2F%2Fann:canary%40host")
    assert shown == "see https://ann:***@host:8080/a@b, https%3A%2F%2Fann:***%40host"
    plain = "http://host:80/a:b@c postgres://host/x @ y:z@w"
    assert Redactor([], NAMES).text(plain) == plain
