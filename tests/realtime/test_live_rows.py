"""The mapping that a view returns: never changes, has every later value in the next one, and costs no copy."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from cortex_async.live.rows import Rows

Row = tuple[int, int]
"""When it was created, by which rows are in order, and what it says."""


def created(row: Row) -> int:
    return row[0]


_KEYS = st.sampled_from("abcdefghijkl")
_STEPS = st.lists(
    st.one_of(st.just("look"), st.tuples(_KEYS, st.none() | st.tuples(st.integers(0, 5), st.integers())))
)


@given(st.dictionaries(_KEYS, st.tuples(st.integers(0, 5), st.integers())), _STEPS)
def test_rows_are_those_of_a_dict_that_is_copied_and_sorted_at_each_look(
    loaded: dict[str, Row], steps: list[str | tuple[str, Row | None]]
) -> None:
    rows, wanted = Rows(created), dict(loaded)
    rows.load(loaded)
    looks: list[tuple[Mapping[str, Row], dict[str, Row]]] = []
    for step in [*steps, "look"]:
        if isinstance(step, str):
            wanted = dict(sorted(wanted.items(), key=lambda item: created(item[1])))
            looks.append((rows.shown(), dict(wanted)))
            continue
        key, new = step
        old = rows.get(key)
        assert old == wanted.get(key)
        if old is None and new is None:
            continue
        rows.store(key, old, new)
        if new is None:
            del wanted[key]
        else:
            wanted[key] = new
        assert rows.get(key) == new
        assert (len(rows), set(rows)) == (len(wanted), set(wanted))
    for shown, then in looks:
        assert list(shown.items()) == list(then.items())


def test_a_look_without_a_change_returns_the_same_mapping() -> None:
    rows = Rows(created)
    rows.load({"a": (1, 1)})
    assert rows.shown() is rows.shown()


def test_neither_a_look_nor_a_new_value_after_it_copies_the_rows() -> None:
    many = {f"key {number}": (number, 0) for number in range(20_000)}
    rows = Rows(created)
    rows.load(many)
    shown = rows.shown()
    tracemalloc.start()
    try:
        for number in range(10):
            key = f"key {number}"
            rows.store(key, rows.get(key), (number, 1))
        del shown
        rows.store("key 10", rows.get("key 10"), (10, 1))
        assert tracemalloc.get_traced_memory()[1] < 10_000
    finally:
        tracemalloc.stop()
    assert rows.shown()["key 3"] == (3, 1)
