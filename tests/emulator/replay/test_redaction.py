"""Properties of the redaction: what is secret goes in every spelling, and everything else stays."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from aiohttp import web
from hypothesis import assume, given
from hypothesis import strategies as st

from cortex_async.emulator.replay.bodies import as_body, body_bytes
from cortex_async.emulator.replay.messages import MessageRedactor
from cortex_async.emulator.replay.secret_values import SecretValues
from cortex_async.emulator.replay.sse_blocks import Splitter
from cortex_async.emulator.replay.vocabulary import is_word
from tests.emulator.replay.upstream import recording

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in JSON": json.dumps,
    "in JSON in JSON": lambda value: json.dumps({"a": json.dumps([value])}),
    "in JSON with UTF-8": lambda value: json.dumps(value, ensure_ascii=False),
    "in a path": quote,
    "in a query": lambda value: quote(value, safe=""),
    "in a form": quote_plus,
    "in a URL in a query": lambda value: quote(f"https://x.test/?a={quote(value)}", safe=""),
    "every byte escaped": lambda value: "".join(f"%{byte:02x}" for byte in value.encode()),
    "every character escaped": lambda value: "".join(f"\\u{ord(one):04X}" for one in value),
    "in HTML": html.escape,
    "in base64": lambda value: b64encode(f"me:{value}".encode()).decode(),
    "in base64 for URLs": lambda value: urlsafe_b64encode(f"{value}:me".encode()).decode(),
    "in hexadecimal": lambda value: value.encode().hex(),
}

# In the basic plane, so that ``\\uXXXX`` is one escape, and without what is a word of the API.
SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, categories=("L", "N", "P", "S")), min_size=8
).filter(lambda secret: not is_word(secret))


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(secret=SECRETS, before=st.text(max_size=5), after=st.text(max_size=5))
def test_a_secret_is_replaced_in_any_spelling(spelling: str, secret: str, before: str, after: str) -> None:
    spelled = SPELLINGS[spelling](secret)
    secrets = SecretValues()
    placeholder = secrets.placeholder(secret, certain=True)
    redacted = secrets.replace(f"{before} {spelled} {after}")
    assert spelled.strip('"') not in redacted
    assert placeholder in redacted


@given(text=st.text(), secret=SECRETS)
def test_text_without_a_secret_stays(text: str, secret: str) -> None:
    secrets = SecretValues()
    secrets.placeholder("pAsS/" + secret, certain=True)
    assert secrets.replace(text) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('xyz\u00e9"\\ '), inner),
)


@given(
    value=JSON,
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
    separators=st.sampled_from([None, (",", ":")]),
)
def test_json_without_secrets_stays_byte_for_byte(
    value: Any, indent: Any, ascii_only: bool, separators: Any
) -> None:
    text = json.dumps({"a": value}, indent=indent, ensure_ascii=ascii_only, separators=separators)
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return
    body = MessageRedactor().body(raw, "application/json", request=False)
    assert body is not None
    assert body_bytes(body) == raw


@given(value=JSON, secret=SECRETS)
def test_only_the_secret_changes(value: Any, secret: str) -> None:
    spelled = json.dumps(secret, ensure_ascii=False)[1:-1]
    assume(spelled not in json.dumps(value, ensure_ascii=False))
    text = json.dumps({"kept": value, "password": secret, "twice": [1.50, 12345678901234567890123]})
    redacted = MessageRedactor().redactor.json(text, request=False)
    assert json.loads(redacted) == {
        "kept": value, "password": "secret-1", "twice": [1.5, 12345678901234567890123]
    }  # fmt: skip
    assert "1.5," in redacted


def test_repeated_names_and_digits_stay() -> None:
    text = '{"a": 1.10, "a": 2E5, "token": "abcdefgh"}'
    assert MessageRedactor().redactor.json(text, request=False) == '{"a":1.10,"a":2E5,"token":"secret-1"}'


@pytest.mark.parametrize(
    "text", ['{"a":1}', '{"a": 1}', "[1.10]", '{"a":1,"a":2}', "[NaN]", "nonsense", '"\\ud800"', "[" * 5000]
)
def test_a_body_is_written_as_json_if_that_gives_the_same_bytes(text: str) -> None:
    body = as_body(text)
    assert body_bytes(body) == text.encode()
    assert ("json" in body) == (text == '{"a":1}')


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("on", True), ("7", True), ("3600", True), ("session", True), ("application/json", True),
        ("2026-01-31T12:00:00.000Z", True), ("f8f6a558-6fe7-48b6-aadf-c8a6fa9ef9f1", True), ("https://x.test/a", True),
        ("kX93hdPq", False), ("correct horse", False),
    ],
)  # fmt: skip
def test_ordinary_settings_do_not_take_their_values_from_elsewhere(value: str, kept: bool) -> None:
    messages = MessageRedactor()
    text = json.dumps({"envVars": [{"key": "K", "value": value}], "elsewhere": value}, separators=(",", ":"))
    redacted = json.loads(messages.redactor.json(text, request=True))
    assert redacted["envVars"] == [{"key": "K", "value": "secret-1"}]
    assert (redacted["elsewhere"] == value) == kept


def test_a_short_password_does_not_break_ids_and_times() -> None:
    text = (
        '{"password":"2026","at":"2026-01-31T12:00:00Z","id":"f8f6a558-2026-48b6-aadf-c8a6fa9ef9f1",'
        '"said":"in 2026, not 20260","type":"user","n":2026}'
    )
    redacted = json.loads(MessageRedactor().redactor.json(text, request=True))
    assert redacted == {
        "password": "secret-1", "at": "2026-01-31T12:00:00Z", "id": "f8f6a558-2026-48b6-aadf-c8a6fa9ef9f1",
        "said": "in secret-1, not 20260", "type": "user", "n": 2026,
    }  # fmt: skip


def test_one_secret_has_one_placeholder_and_its_scheme_is_kept() -> None:
    messages = MessageRedactor()
    headers = [
        ("Authorization", "Bearer abcdefgh"),
        ("X-API-Key", "abcdefgh"),
        ("Accept", "abcdefgh"),
        ("X-Other", "y"),
    ]
    assert messages.headers(headers, request=True) == [
        ["Authorization", "Bearer secret-1"], ["X-API-Key", "secret-1"], ["Accept", "secret-1"], ["X-Other", "secret-2"]
    ]  # fmt: skip
    assert messages.headers([("Retry-After", "5"), ("X-Other", "y")], request=False) == [
        ["Retry-After", "5"], ["X-Other", "y"]
    ]  # fmt: skip


NEWLINES = st.sampled_from(["\n", "\r", "\r\n"])
EVENTS = st.lists(
    st.one_of(
        st.builds(lambda line, end: f": {line}{end}", st.sampled_from(["", "hb"]), NEWLINES),
        st.builds(lambda a, b: f"id: 1{a}data: x{b}{b}", NEWLINES, NEWLINES),
    )
)


@given(events=EVENTS, cuts=st.lists(st.integers(1, 5)))
def test_events_are_split_wherever_they_are_cut(events: list[str], cuts: list[int]) -> None:
    raw = ("".join(events) + "data: rest").encode()
    splitter, found, at = Splitter(1000), b"", 0
    for cut in [*cuts, len(raw)]:
        for block in splitter.feed(raw[at : at + cut]):
            assert isinstance(block, bytes)
            found += block
        at += cut
    assert raw.startswith(found)
    assert splitter.rest == len(raw) - len(found)
    # A carriage return at the end can be half of the last line break.
    assert raw[len(found) :].strip(b"\n") == b"data: rest"


def test_an_endless_event_takes_no_memory() -> None:
    splitter = Splitter(100)
    for _ in range(100):
        assert splitter.feed(b"data: " + b"x" * 100) == []
    assert splitter.rest == 10600
    assert splitter.feed(b"\n\ndata: y\n\n") == [10602, b"data: y\n\n"]


async def test_a_gzip_bomb_is_bounded(tmp_path: Path) -> None:
    import gzip

    bomb = gzip.compress(b"[" + b" " * 30_000_000 + b"]")

    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(
            body=bomb, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"}
        )

    file = tmp_path / "a.ndjson"
    async with (
        recording(respond, file, max_body=1000) as (recorder, client),
        client.get(recorder.base_url) as response,
    ):
        assert await response.read() == bomb
    assert f'"omitted":{len(bomb)}' in file.read_text()
    assert file.stat().st_size < 5000


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "eyJ",
        "A" * 64 + " ",
        "@",
        "://a:",
        "?a=",
        "-----BEGIN PRIVATE KEY-----",
        '{"a":',
        '"',
        "%41",
        "\\u0041",
    ],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    messages = MessageRedactor(pseudonymise=True)
    messages.redactor.secrets.placeholder("pAsSwOrD-1", certain=True)
    text = (piece * 300_000)[:300_000]
    # Quadratic time would be hours; a test that takes longer than a minute fails.
    for content_type in ("text/plain", "application/json"):
        messages.body(text.encode(), content_type, request=False)
