"""The built-in redaction of whole lines: texts, names and annotations, and its settings."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from cortex_async import ArgumentError
from cortex_async.models import MessageAnnotation
from cortex_async.redaction import MaskPersonalData
from cortex_async.transcripts import Line, Transcript
from cortex_async.transcripts.redacting import name_of
from tests.transcripts.made import row, said

MASK = MaskPersonalData()


def annotated(*datas: Any) -> Line:
    annotations = [
        MessageAnnotation(
            id=f"annotation-{number}",
            created_at=datetime(2026, 5, 1, tzinfo=UTC),
            data=data,
            message_id="m1",
            tenant_id="t",
            type="note",
        )
        for number, data in enumerate(datas)
    ]
    return Transcript.of([row(1, "Ann", "hello")], annotations={"m1": annotations}).lines[0]


def test_texts_and_names_are_masked() -> None:
    found = said([("ann@example.com", "mail bob@example.com"), ("Bob", "ok")]).redacted(MASK)
    assert [(line.speaker.name, line.text) for line in found.lines] == [
        ("[email]", "mail [email]"),
        ("Bob", "ok"),
    ]
    assert "example.com" not in found.to_jsonl() + found.to_html() + found.to_csv() + found.to_vtt()


def test_names_can_stay() -> None:
    [line] = (
        said([("ann@example.com", "mail bob@example.com")])
        .redacted(MaskPersonalData(speaker_names=False))
        .lines
    )
    assert (line.speaker.name, line.text) == ("ann@example.com", "mail [email]")


def test_a_line_without_personal_data_is_the_same_object() -> None:
    plain = said([("Ann", "hello")]).lines[0]
    assert MASK(plain) is plain
    line = annotated({"score": 0.5, "words": ["a", {"b": None}], "nested": {"flag": True}}, {})
    assert MASK(line) is line


def test_strings_in_annotations_are_masked_at_every_depth() -> None:
    data = {
        "original": "bob@example.com",
        "words": ["one", {"text": "call 030 123456", "more": [["1.2.3.4"]]}],
        "counts": {"bob@example.com": 2, "example.com": 1},
        "at": "2026-05-01T18:00:00.250Z",
        "score": 4111111111111111,
    }
    line = annotated({"clean": "yes"}, data)
    before = copy.deepcopy(line)
    masked = MASK(line)
    assert line == before, "the line itself stays as it is"
    assert masked.annotations is not None
    assert masked.annotations[0].data == {"clean": "yes"}
    assert masked.annotations[1].data == {
        "original": "[email]",
        "words": ["one", {"text": "call [phone]", "more": [["[ip]"]]}],
        "counts": {"[email]": 2, "[url]": 1},
        "at": "2026-05-01T18:00:00.250Z",
        "score": 4111111111111111,
    }
    assert line.annotations is not None
    assert masked.annotations[1] == evolve(line.annotations[1], data=masked.annotations[1].data)
    assert MASK(masked) is masked


def test_names_of_members_that_become_the_same_are_numbered() -> None:
    counts = {"a@b.com": 1, "c@d.com": 2, "[email]": 3, "[email] 2": 4, "e@f.com": 5}
    masked = MASK(annotated({"counts": counts}))
    assert masked.annotations is not None
    assert sorted(masked.annotations[0].data["counts"].values()) == [1, 2, 3, 4, 5]
    assert not any("@" in name for name in masked.annotations[0].data["counts"])
    assert masked.annotations[0].data["counts"]["[email]"] == 3


def test_names_at_the_top_are_masked() -> None:
    masked = MASK(annotated({"a@b.com": "c@d.com"}))
    assert masked.annotations is not None
    assert masked.annotations[0].data == {"[email]": "[email]"}


def test_data_may_be_nested_deeply() -> None:
    deep: Any = "a@b.com"
    for _ in range(5_000):
        deep = [deep]
    masked = MASK(annotated({"deep": deep}))
    assert masked.annotations is not None
    found = masked.annotations[0].data["deep"]
    for _ in range(5_000):
        [found] = found
    assert found == "[email]"


def test_ids_stay() -> None:
    line = said([("Ann", "hi")]).lines[0]
    line = evolve(line, id="0301234567", speaker=evolve(line.speaker, external_user_id="ann@example.com"))
    assert MASK(line) is line


def test_kinds_can_be_left_out() -> None:
    text = "a@b.com 030 123456 https://x.y 4111111111111111 1.2.3.4"
    assert MASK.text(text) == "[email] [phone] [url] [card] [ip]"
    assert MaskPersonalData(emails=False, urls=False).text(text) == "a@b.com [phone] https://x.y [card] [ip]"
    assert (
        MaskPersonalData(phones=False, cards=False).text(text)
        == "[email] 030 123456 [url] 4111111111111111 [ip]"
    )
    assert MaskPersonalData(ips=False).text(text) == "[email] [phone] [url] [card] 1.2.3.4"


def test_the_replacement_can_be_chosen() -> None:
    assert MaskPersonalData(replacement="<{kind}>").text("a@b.com, 030 123456") == "<email>, <phone>"
    assert MaskPersonalData(replacement="█████").text("a@b.com, 030 123456") == "█████, █████"
    assert MaskPersonalData(replacement="[{name}]").text("a@b.com") == "[{name}]"


@pytest.mark.parametrize("wrong", ["", "x", "REDACTED", "[a", "a]", " [x]", "+", "0", None, 5])
def test_a_replacement_that_could_be_part_of_a_word_is_refused(wrong: Any) -> None:
    with pytest.raises(
        ArgumentError, match=r"^MaskPersonalData replacement must be a string that begins and ends"
    ):
        MaskPersonalData(replacement=wrong)


@pytest.mark.parametrize("setting", ["emails", "phones", "urls", "cards", "ips", "speaker_names"])
@pytest.mark.parametrize("wrong", [None, 1, "yes"])
def test_a_setting_that_is_no_flag_is_refused(setting: str, wrong: Any) -> None:
    with pytest.raises(ArgumentError, match=f"^MaskPersonalData {setting} must be True or False, got"):
        MaskPersonalData(**{setting: wrong})


@pytest.mark.parametrize("wrong", [None, 5, b"a@b.com"])
def test_text_takes_a_string(wrong: Any) -> None:
    with pytest.raises(ArgumentError, match=r"^text must be a string, got"):
        MASK.text(wrong)


def test_it_is_a_value() -> None:
    mask = MaskPersonalData(urls=False)
    assert pickle.loads(pickle.dumps(mask)) == mask == copy.copy(mask)
    assert hash(mask) == hash(MaskPersonalData(urls=False))
    with pytest.raises(FrozenInstanceError):
        mask.urls = True  # type: ignore[misc]  # what is tested


def test_its_name_is_that_of_its_rules_and_settings() -> None:
    assert name_of(MASK) == MASK.name
    assert MASK.name == "mask-personal-data/1 emails,phones,urls,cards,ips,speaker_names [{kind}]"
    assert MaskPersonalData(urls=False, replacement="***").name == (
        "mask-personal-data/1 emails,phones,cards,ips,speaker_names ***"
    )
