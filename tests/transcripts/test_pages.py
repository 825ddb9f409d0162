"""Text, Markdown and HTML: what people see is what was said, and nothing of it is markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from attrs import evolve
from hypothesis import given
from markdown_it import MarkdownIt

from cortex_async.models import MessageAnnotation, Session
from cortex_async.transcripts import Transcript
from tests.transcripts.made import EVERYTHING, HOSTILE, START, conversations, person, row, said, strings

_VOID = {"meta", "br", "source"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text of each element by tag."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, tuple[str, ...]]] = set()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add((tag, tuple(name for name, _ in attrs)))
        self.texts.setdefault(tag, []).append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


def encodable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def readable(text: str) -> str:
    text = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", encodable(text))
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "\ufffd", text)


def name(text: str) -> str:
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", readable(text)).split()) or "(no name)"


def titled(title: str, *rows: tuple[str, str]) -> Transcript:
    session = Session(
        id="s", created_at=START, created_by_user_id="u", external_room_id="r", gateway="g", project_id="p",
        status="ended", tenant_id="t", title=title,
    )  # fmt: skip
    return evolve(said(rows), session=session)


# -- HTML


def check_html(transcript: Transcript, plain: set[tuple[str, tuple[str, ...]]]) -> None:
    source = transcript.to_html()
    source.encode()
    page = Page(source)
    assert page.tags <= plain
    first_text = (
        next(place for place, text in enumerate(page.texts["p"]) if text.startswith("Times count")) + 1
    )
    assert page.texts["p"][first_text:] == [readable(line.text) for line in transcript.lines]
    for shown, line in zip(page.texts["bdi"], transcript.lines, strict=True):
        assert shown == name(line.speaker.name) or shown.startswith(f"{name(line.speaker.name)} (")


PLAIN_PAGE = Page(said([("Ann", "hi")]).to_html()).tags


@given(conversations.filter(bool))
def test_a_page_shows_what_was_said(pairs: list[tuple[str, str]]) -> None:
    check_html(said(pairs), PLAIN_PAGE)


def test_nothing_hostile_breaks_out_of_a_page() -> None:
    check_html(EVERYTHING, PLAIN_PAGE)
    for title in HOSTILE:
        page = Page(titled(title, ("Ann", "hi")).to_html())
        assert page.tags == PLAIN_PAGE
        assert page.texts["title"] == page.texts["h1"]


def test_a_page_loads_nothing() -> None:
    source = EVERYTHING.to_html()
    assert "default-src 'none'" in source
    assert not re.search(r"<(?:script|link|img|iframe|a)\b|url\(|@import", source)


def test_a_page_shows_annotations_and_the_direction_of_each_text() -> None:
    annotation = MessageAnnotation(
        id="a", created_at=START, data={}, message_id="m1", tenant_id="t", type="<b>toxicity"
    )
    made = Transcript.of([row(1, "Ann", "\u05e9\u05dc\u05d5\u05dd")], annotations={"m1": [annotation]})
    source = made.to_html()
    assert '<p dir="auto">\u05e9\u05dc\u05d5\u05dd</p> <i><bdi>&lt;b&gt;toxicity</bdi></i>' in source


# -- Markdown


def rendered(source: str) -> list[str]:
    """The text of each block; raises if there is other markup than ours."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    texts: list[str] = []
    for token in parser.parse(source):
        assert token.type in {
            "heading_open",
            "heading_close",
            "paragraph_open",
            "paragraph_close",
            "inline",
        }, token
        for child in token.children or ():
            assert child.type in {
                "text", "text_special", "code_inline", "hardbreak", "strong_open", "strong_close", "em_open", "em_close",
            }, child  # fmt: skip
            assert child.type != "code_inline" or re.fullmatch(r"-?\d\d+:\d\d:\d\d", child.content)
        if token.type == "inline":
            texts.append(
                "".join("\n" if one.type == "hardbreak" else one.content for one in token.children or ())
            )
    return texts


def cue(text: str) -> str:
    return "\n".join(line.strip() for line in readable(text).split("\n") if line.strip())


def check_markdown(transcript: Transcript) -> None:
    texts = rendered(transcript.to_markdown())
    lines = texts[len(texts) - len(transcript.lines) :]
    for shown, line in zip(lines, transcript.lines, strict=True):
        who = name(line.speaker.name)
        said_so = re.sub(r"^\S+ ", "", shown)
        assert said_so.startswith(who)
        assert re.sub(r"^ \(\d+\)", "", said_so.removeprefix(who)).lstrip(" ") in (cue(line.text), said_so)


@given(conversations)
def test_markdown_shows_what_was_said(pairs: list[tuple[str, str]]) -> None:
    check_markdown(said(pairs))


def test_nothing_hostile_is_markdown() -> None:
    check_markdown(EVERYTHING)
    for title in HOSTILE:
        made = titled(title, ("Ann", "hi"))
        assert len(rendered(made.to_markdown())) == (4 if made.title == title else 3)


@given(strings)
def test_system_messages_are_no_markdown_either(text: str) -> None:
    made = Transcript.of([row(1, "[System]", text, kind="system")])
    assert rendered(made.to_markdown())[-1] == f"00:00:00 {cue(text)}".strip()


def test_markdown_looks_like_this() -> None:
    made = titled("Friday match", ("Ann", "1. is *good*\n- really"), ("Bob", "see www.x.example, 10:30"))
    assert made.to_markdown() == (
        "# Friday match\n\nSession s\n\nTimes count from 2026-05-01 18:00:00 UTC\n\n"
        "`00:00:00` **Ann** 1\\. is \\*good\\*\\\n\\- really\n\n"
        "`00:00:02` **Bob** see www\\.x.example, 10:30\n"
    )


# -- text


@given(conversations)
def test_each_line_of_text_begins_with_its_time(pairs: list[tuple[str, str]]) -> None:
    made = said(pairs).to_text()
    made.encode()
    head, _, body = made.partition("\n\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", made)
    starts = [line for line in body.split("\n") if line and not line.startswith("    ")]
    assert [line[:10] for line in starts] == [f"[00:00:{2 * number:02d}]" for number in range(len(pairs))]
    assert not any(line.startswith(("[", " ")) for line in head.split("\n"))


def test_text_looks_like_this() -> None:
    rows = [
        row(1, "[System]", "Ann joined", kind="system"),
        row(2, "Ann", "one\n[00:00:09] Bob: two\x1b", after=61),
    ]
    people = [person("p1", "Ann"), person("p2", "Ann")]
    assert Transcript.of(rows, participants=people).to_text() == (
        "Session s\n"
        "Times count from 2026-05-01 18:00:00 UTC\n"
        "Ann (?): 2 participants have this name; which of them spoke is unknown.\n"
        "\n"
        "[00:00:00] * Ann joined\n"
        "[00:01:01] Ann (?): one\n"
        "    [00:00:09] Bob: two\ufffd\n"
    )
