"""The ends of lines: later than their starts, never into the next line, and as long as it takes to read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentError
from cortex_async.transcripts import Timing, Transcript
from tests.transcripts.made import START, live, row, said, strings

timings = st.builds(
    Timing,
    characters_per_second=st.none() | st.floats(0.1, 100),
    shortest=st.floats(1e-9, 2),
    longest=st.floats(2, 1e6),
    ended_by=st.sampled_from(["anyone", "speaker"]),
)
spoken = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["p1", "p2", None]), strings), max_size=12)


@given(spoken, timings)
def test_ends_come_after_starts_and_not_after_the_next_line(
    lines: list[tuple[int, str | None, str]], timing: Timing
) -> None:
    made = Transcript.of(
        [live(n, "Ann", text, who, after=at / 4) for n, (at, who, text) in enumerate(lines)], timing=timing
    ).lines
    assert len(made) == len(lines)
    for place, line in enumerate(made):
        assert line.end > line.start
        assert (line.end - line.start).total_seconds() <= timing.longest + 0.001
        later = [other for other in made[place:] if other.start > line.start]
        same = [other for other in later if other.speaker.id == line.speaker.id]
        for other in same[:1] if timing.ended_by == "speaker" else later[:1]:
            assert line.end <= other.start


@given(spoken)
def test_lines_are_in_order_of_time_and_otherwise_as_given(lines: list[tuple[int, str | None, str]]) -> None:
    rows = [live(n, "Ann", text, who, after=at / 4) for n, (at, who, text) in enumerate(lines)]
    expected = [one.id for one in sorted(rows, key=lambda one: one.timestamp)]
    assert [line.id for line in Transcript.of(rows).lines] == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 1), ("short", 1), ("x" * 30, 2), ("\u4f60" * 30, 4), ("x" * 1000, 7), ("x" * 100_000, 7)],
)
def test_a_line_lasts_as_long_as_reading_takes(text: str, seconds: float) -> None:
    (line,) = said([("Ann", text)]).lines
    assert line.end - line.start == timedelta(seconds=seconds)


def test_the_numbers_are_parameters() -> None:
    def seconds(timing: Timing) -> list[float]:
        return [
            (line.end - line.start).total_seconds()
            for line in said([("A", "x" * 60), ("B", "y")], timing).lines
        ]

    assert seconds(Timing()) == [2, 1]
    assert seconds(Timing(ended_by="speaker")) == [4, 1]
    assert seconds(Timing(ended_by="speaker", characters_per_second=None, longest=9)) == [9, 9]
    assert seconds(Timing(ended_by="speaker", characters_per_second=30, shortest=3)) == [3, 3]


def test_lines_of_the_same_time_end_together_with_the_next() -> None:
    lines = Transcript.of([row(1, "A", "x" * 90), row(2, "B", "x" * 90), row(3, "C", "z", after=1)]).lines
    assert [line.end for line in lines[:2]] == [START + timedelta(seconds=1)] * 2


def test_the_last_moment_has_an_end() -> None:
    at = datetime.max.replace(tzinfo=UTC)
    late = row(1, "A", "x")
    late.timestamp = at
    assert Transcript.of([late]).lines[0].end == at


def test_a_transcript_is_retimed() -> None:
    longer = said([("A", "x")]).retimed(Timing(shortest=5))
    assert longer.timing.shortest == 5
    assert longer.lines[0].end - longer.lines[0].start == timedelta(seconds=5)
    with pytest.raises(
        ArgumentError, match=r"^timing must be a Timing or None, got an int|^timing must be .* got 5$"
    ):
        longer.retimed(5)  # type: ignore[arg-type]  # from outside


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"characters_per_second": 0},
            "timing characters_per_second must be a number of characters per second > 0",
        ),
        ({"characters_per_second": "15"}, "timing characters_per_second must be .*, got a str"),
        ({"characters_per_second": float("nan")}, "timing characters_per_second must be .*, got nan"),
        ({"shortest": 0}, "timing shortest must be a number of seconds > 0, got 0"),
        ({"longest": float("inf")}, "timing longest must be a number of seconds > 0, got inf"),
        ({"longest": 1e300}, "timing longest must be a number that a timedelta can hold"),
        ({"longest": 0.5}, "timing longest must be at least shortest, 1.0, got 0.5"),
        ({"ended_by": "nobody"}, "timing ended_by must be 'anyone' or 'speaker', got 'nobody'"),
        ({"origin": datetime(2026, 1, 1)}, "timing origin must be an aware datetime, got"),  # noqa: DTZ001
        ({"origin": "2026"}, "timing origin must be an aware datetime or None, got a str"),
    ],
)
def test_unusable_numbers_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{message}"):
        Timing(**wrong)  # type: ignore[arg-type]  # from outside
