"""Long lists are decoded in parts, with the same results and errors as a whole."""

from __future__ import annotations

import errno
import gc
import sys
import tracemalloc
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.harness import payloads
from cortex_async import DecodeError, models
from cortex_async._core.codec import codec, parts
from cortex_async._core.codec.emitted import replaced
from cortex_async.client import CORTEX

_COUNT = 11_000
_STRINGS = st.text(st.sampled_from('},{[]":\\a\u00e9\n'), max_size=12)
_VALUES = st.recursive(
    st.none() | st.integers(-5, 5) | _STRINGS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_STRINGS, inner, max_size=3),
    max_leaves=8,
)
_OBJECTS = st.dictionaries(_STRINGS, _VALUES, max_size=4)
_LISTS = st.lists(_OBJECTS | _OBJECTS | st.none(), min_size=1, max_size=12)


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_PART", 16)
        yield


def unchanged(values: list[Any]) -> list[Any]:
    return values


@given(_LISTS, st.sampled_from([b"", b"\n"]))
def test_the_parts_of_a_list_are_the_list(items: list[Any], end: bytes) -> None:
    assert parts.decoded_in_parts(orjson.dumps(items) + end, unchanged) in (items, None)


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=12))
def test_lists_of_objects_within_items_are_no_obstacle(numbers: list[list[int]]) -> None:
    items = [{"name": "a", "in": [{"n": n, "more": [n]} for n in some]} for some in numbers]
    assert parts.decoded_in_parts(orjson.dumps(items), unchanged) == items


@given(_LISTS, st.data())
def test_what_is_not_json_has_no_parts(items: list[Any], data: st.DataObject) -> None:
    body = bytearray(orjson.dumps(items))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at : at + data.draw(st.integers(0, 3))] = data.draw(
        st.sampled_from([b"", b"]", b"[", b'"', b"},{", b"x"])
    )
    found = parts.decoded_in_parts(bytes(body), unchanged)
    try:
        parsed = orjson.loads(bytes(body))
    except ValueError:
        assert found is None
    else:
        assert found in (parsed, None)


@pytest.mark.parametrize(
    "body", [b"", b"[", b"[]", b"{}", b"[{}", b"[{}]]", b"[{}]x", b"[{}]\n\n", b" [{}]", b"[1]"]
)
def test_other_bodies_are_left_to_the_caller(body: bytes) -> None:
    assert parts.decoded_in_parts(body, unchanged) is None


@pytest.mark.parametrize("schema", ["SessionResponse", "GatheringResponse"])
def test_a_long_response_is_what_its_items_are(schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART", 64 * 1024)
    body = payloads.body(schema, _COUNT)
    kind: Any = getattr(models, payloads.KINDS[schema])
    listed: Any = list[kind]
    assert len(body) > codec.LONG
    assert parts.decoded_in_parts(body, unchanged) is not None
    whole = replaced(CORTEX.codec.decoder(kind), orjson.loads(body))
    decoded: Any = CORTEX.codec.decode(body, listed)
    assert decoded == whole


def test_an_error_late_in_a_long_response_names_its_place() -> None:
    sessions = orjson.loads(payloads.body("SessionResponse", _COUNT))
    sessions[9_000]["createdAt"] = "never"
    with pytest.raises(DecodeError, match=r"9000.*createdAt") as caught:
        CORTEX.codec.decode(orjson.dumps(sessions), list[models.Session])
    sessions = sessions[9_000:9_001]
    with pytest.raises(DecodeError) as short:
        CORTEX.codec.decode(orjson.dumps(sessions), list[models.Session])
    assert str(caught.value) == str(short.value).replace("[0]", "[9000]")


def test_a_long_response_takes_little_more_memory_than_its_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART", 64 * 1024)
    body = payloads.body("SessionResponse", _COUNT)
    tracemalloc.start()
    try:
        held = CORTEX.codec.decode(body, list[models.Session])
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(held) == _COUNT
    assert peak < 1.2 * kept


def test_placeholders_keep_the_collector_from_running_over_all_models(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "_PART", 16 * 1024)
    monkeypatch.setattr(parts, "_HUGE", 0)
    runs: list[str] = []
    decoded = 0

    def note(phase: str, _: object) -> None:
        if phase == "start" and decoded:
            runs.append(phase)

    def decode(values: list[Any]) -> list[Any]:
        nonlocal decoded
        decoded += len(values)
        return replaced(CORTEX.codec.decoder(models.Message), values)  # type: ignore[no-any-return]

    gc.callbacks.append(note)
    try:
        held = parts.decoded_in_parts(payloads.body("Message", _COUNT), decode)
    finally:
        gc.callbacks.remove(note)
    assert held is not None
    assert decoded == len(held) == _COUNT
    assert len(runs) <= 1


class _Counted(bytes):
    """A body that counts the bytes through which it is searched."""

    searched = 0

    def find(self, *args: Any) -> int:
        found = super().find(*args)
        begin, end = args[1], args[2]
        _Counted.searched += min(found if found >= 0 else end, len(self)) - begin
        return found

    def rfind(self, *args: Any) -> int:
        found = super().rfind(*args)
        if len(args) > 1:
            _Counted.searched += args[2] - max(found, args[1])
        return found


@pytest.mark.parametrize("content", ["[},{", "[" + "},{" * 1300, "},{", "[},{]", "]},{["])
def test_what_looks_like_the_ends_of_items_is_searched_a_few_times_only(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_PART", 64 * 1024)
    monkeypatch.setattr(_Counted, "searched", 0)
    items = [{"a": content * (400_000 // len(content))}]
    body = _Counted(orjson.dumps(items))
    assert parts.decoded_in_parts(body, unchanged) in (items, None)
    assert _Counted.searched < 8 * len(body)


def test_placeholders_take_no_more_memory_than_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART", 64 * 1024)
    monkeypatch.setattr(parts, "_HUGE", 0)
    body = orjson.dumps([{"a": "b" * 100}] * 1_000 + [{"a": "},{" * 300_000}])
    seen: list[int] = []
    before = sys.getallocatedblocks()

    def decode(values: list[Any]) -> list[Any]:
        seen.append(sys.getallocatedblocks() - before)
        return values

    assert parts.decoded_in_parts(body, decode) in (orjson.loads(body), None)
    assert seen[0] < len(body) // 32


def test_a_list_is_decoded_as_a_whole_if_no_module_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Exhausted:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            raise OSError(errno.EMFILE, "Too many open files", name)

    body = payloads.body("SessionResponse", 3)
    monkeypatch.setattr(codec, "LONG", 0)
    listed = CORTEX.codec.decode(body, list[models.Session])
    monkeypatch.delitem(sys.modules, parts.__name__)
    monkeypatch.setattr(sys, "meta_path", [Exhausted()])
    assert CORTEX.codec.decode(body, list[models.Session]) == listed
