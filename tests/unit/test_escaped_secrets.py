"""Secrets are found and masked in every escaped form, in linear time."""

from __future__ import annotations

import base64
import html
import json
import time
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cortex_async._core.secrets.json_members import mask_members
from cortex_async._core.secrets.masking import MASK
from cortex_async._core.secrets.redaction import SHORTEST, Redactor

NAMES = frozenset({"secret"})


ENCODINGS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "JSON": lambda text: json.dumps({"echo": text}),
    "JSON with every character": lambda text: json.dumps({"echo": text}, ensure_ascii=False),
    "JSON as PHP writes it": lambda text: json.dumps(text).replace("/", "\\/"),
    "JSON as Go writes it": lambda text: json.dumps(text).replace("<", "\\u003c").replace("&", "\\u0026"),
    "JSON in JSON": lambda text: json.dumps({"message": json.dumps({"x": text})}),
    "upper-case hex": lambda text: "".join(
        f"\\u{ord(one):04X}" if ord(one) < 0x10000 else one for one in text
    ),
    "percent": lambda text: quote(text, safe=""),
    "percent but for slashes": quote,
    "lower-case percent": lambda text: "".join(
        quote(one, safe="").lower() if quote(one, safe="") != one else one for one in text
    ),
    "every byte as percent": lambda text: "".join(f"%{one:02x}" for one in text.encode()),
    "form": lambda text: quote_plus(text),
    "HTML": html.escape,
    "HTML by number": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "HTML by hexadecimal number": lambda text: "".join(f"&#X{ord(one):x};" for one in text),
    "repr": repr,
    "ascii": ascii,
    "repr of bytes": lambda text: repr(text.encode()),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "URL in JSON in HTML": lambda text: html.escape(json.dumps({"url": quote(text, safe="")})),
}
CANARY = "canary-7f\"3/9\\ü<&'+ 😀x"
# Without Latin-1: in Python's escapes its characters cannot be distinguished from bytes of UTF-8.
ALPHABET = st.characters(
    min_codepoint=32, exclude_categories=["Cs"], exclude_characters="*" + "".join(map(chr, range(127, 256)))
)
ANY_SECRET = st.text(ALPHABET, min_size=SHORTEST, max_size=20)
FILLER = "öß äö"
"""Has a character at its end that no secret has."""

CUT = [
    "raw",
    "JSON",
    "percent",
    "lower-case percent",
    "form",
    "HTML",
    "HTML by number",
    "ascii",
    "repr of bytes",
]
OPENINGS = {"JSON": '{"echo": "', "ascii": "'", "repr of bytes": "b'"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_value_is_masked_in_every_encoding(encoding: str) -> None:
    written = ENCODINGS[encoding](CANARY)
    shown = Redactor([CANARY], NAMES).text(f"before {written} after")
    core = written.strip("\"'{}[]b ")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert MASK in shown
    assert core not in shown
    assert "canary" not in shown


@given(
    ANY_SECRET, st.sampled_from(sorted(set(ENCODINGS) - {"base64"})), st.text(max_size=5), st.text(max_size=5)
)
@example("C:\\new&x", "HTML", "", "")
@example("sig%2Fabc%22", "JSON in JSON", "", "")
@example("%41&amp;<b", "HTML", "", "")
@example("pass/%2541", "percent", "", "")
@example("a&amp;bc\\n", "URL in JSON in HTML", "", "")
def test_any_value_is_masked_in_any_string(secret: str, encoding: str, before: str, after: str) -> None:
    written = ENCODINGS[encoding](secret)
    shown = Redactor([secret], NAMES).text(f"{before} {written} {after}")
    assert MASK in shown
    assert written not in shown.replace(MASK, "") or len(written) <= 2


@pytest.mark.parametrize(
    ("text", "secret"),
    [("C:\\next&amp;go", "next&go"), ("50%41x&quot;y", '41x"y'), ("'\\xe9 caf\\u0142'", "é cafł")],
)
def test_a_value_after_what_looks_like_the_start_of_an_escape(text: str, secret: str) -> None:
    assert MASK in Redactor([secret], NAMES).text(text)


@given(st.binary(max_size=7), st.binary(max_size=7), st.sampled_from(["canary-value", "s3cr3t"]))
def test_base64_of_something_around_a_value(before: bytes, after: bytes, secret: str) -> None:
    whole = base64.b64encode(before + secret.encode() + after).decode()
    shown = Redactor([secret], NAMES).text(f"Basic {whole}")
    assert MASK in shown
    assert whole not in shown


@pytest.mark.parametrize("secret", ["&000", "%41b", "\\u00e9", "&#12x"])
def test_a_value_that_looks_like_an_escape_is_masked_at_the_end_too(secret: str) -> None:
    assert Redactor([secret], NAMES).text(f"before {secret[:3]}", truncated=True) == f"before {MASK}"


@given(ANY_SECRET, st.sampled_from(CUT), st.integers(min_value=1))
@example("&Ā00", "percent", 6)  # before a character of several bytes, one that could begin an escape
@example("&Ā00", "percent", 5)
@example("\\Ā00", "percent", 6)
@example("%😀00", "lower-case percent", 12)
@example("0中文0", "repr of bytes", 5)  # within the first character of several bytes, and the second
@example("0中文0", "repr of bytes", 17)
@example("C:\\new&x", "HTML", 8)  # a secret that looks escaped itself
@example("before", "raw", 3)
@example('""00', "JSON", 4)  # begins as the string before it ends
def test_a_string_that_ends_within_a_value(secret: str, encoding: str, cut: int) -> None:
    opening = OPENINGS.get(encoding, "")
    empty, written = ENCODINGS[encoding](""), ENCODINGS[encoding](secret)
    closing = len(empty) - len(opening)
    if encoding == "ascii":
        # Python quotes with the other quotes what contains these.
        opening = written[0]
    inner = written[len(opening) : len(written) - closing]
    cut = 1 + (cut - 1) % len(inner)
    shown = Redactor([secret], NAMES).text(FILLER + opening + inner[:cut], truncated=True)
    if cut <= len(ENCODINGS[encoding](secret[0])) - len(empty):
        # A cut within the first character reveals nothing.
        return
    kept = shown.removesuffix(MASK)
    assert shown == kept + MASK
    # The opening may end with characters with which the secret begins.
    assert kept.startswith(FILLER)
    assert (FILLER + opening).startswith(kept)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "latin-1", "utf-8-sig"])
def test_bodies_in_other_encodings(encoding: str) -> None:
    body = '{"echo": "canary-value", "secret": "other"}'.encode(encoding)
    shown = Redactor(["canary-value"], NAMES).body(body)
    for text in (shown.decode(encoding, "replace"), shown.replace(b"\0", b"").decode("latin-1")):
        assert "canary" not in text
        assert "other" not in text


@pytest.mark.parametrize(
    "text",
    [
        '{"secret": {"a": ["canary", {"b": "}canary"}]}, "x": 1}',
        '{"s\\u0065cret" :\n "canary"}',
        '{"a": {"secret": 12345, "secret": [canary',
        '"secret": "can\\"canary", and then',
        '{"Secret": "canary',
        '{"secret": canary}',
        json.dumps({"detail": 'upstream said {"secret": "canary"}, "x"'}),
        json.dumps({"a": json.dumps({"b": json.dumps({"secret": ["canary"]})})}),
        json.dumps({"a": [json.dumps({"secret": "canary"})]})[:-6],
        json.dumps({"a": '{"secret": "canary\\'})[:-3],
    ],
)
def test_members_are_masked_however_deep_and_damaged(text: str) -> None:
    shown = mask_members(text, NAMES)
    assert "canary" not in shown
    assert "12345" not in shown
    assert MASK in shown


@given(st.recursive(st.text(max_size=4) | st.integers() | st.none() | st.booleans(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "secret", "\\"]), inner),
                    max_leaves=8))  # fmt: skip
def test_masking_members_leaves_json(value: object) -> None:
    parsed = json.loads(mask_members(json.dumps(value), NAMES))
    pending = [parsed]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            assert one.get("secret") in (MASK, None, True, False)
            pending += [member for name, member in one.items() if name != "secret"]
        elif isinstance(one, list):
            pending += one


HOSTILE = {
    "quotes": b'"' * 65536,
    "escaped quotes": b'\\"' * 32768,
    "brackets": b"[" * 65536,
    "members": b'{"secret":' * 6500,
    "percents": b"%41" * 21845,
    "ampersands": b"&" * 65536,
    "backslashes": b"\\" * 65536,
    "references": b"&#1;" * 16384,
    "JSON in JSON": json.dumps(json.dumps(json.dumps(json.dumps({"a": '"x' * 500})))).encode() * 3,
    "URLs": b"://a:b&token=" * 5000,
    "parameters": b"&a" * 32768,
    "prefixes": b"s-12345" * 9362,
}


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("truncated", [False, True])
def test_no_body_takes_long(body: str, truncated: bool) -> None:
    secrets = [f's-{number:06}-"/' for number in range(1000)] + ['x"/y' * 25_000, "a" * 1_000_000]
    begun = time.process_time()
    Redactor(secrets, NAMES).body(HOSTILE[body], truncated=truncated)
    # It takes milliseconds; quadratic time would be minutes.
    assert time.process_time() - begun < 2


def test_a_long_secret_takes_no_longer() -> None:
    secret = "".join(f'{number:x}"/' for number in range(150_000))
    begun = time.process_time()
    redactor = Redactor([secret], NAMES)
    for body in (secret[:65536], json.dumps({"a": secret})[:65536], quote(secret)[:65536]):
        shown = redactor.body(body.encode(), truncated=True)
        assert shown in (b"***", b'{"a": "***')
    assert time.process_time() - begun < 2
