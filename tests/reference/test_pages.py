"""The pages of the reference say everything, and are current."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

from cortex_async import CortexClient, CortexError, ProjectScope, events
from cortex_async._core.advice import ERRORS, SITUATIONS
from cortex_async.events import UnknownEvent, decode_event
from generator.write import differences
from tests.docs.pages import ROOT
from tests.reference.cases import REFERENCE, methods
from tests.reference.derived import OWNED, derived
from tests.reference.errors import classes
from tests.reference.llms import llms, llms_full, sections
from tests.reference.typescript import parts, place

SAMPLES = re.compile(r"^## (\S+)\n.*?^Class: \[`(\w+)`\].*?^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_pages_of_code_are_current() -> None:
    assert differences(derived(), ROOT, OWNED) == [], "run `make generate`"


def test_every_public_method_of_a_resource_is_on_its_page() -> None:
    missing: list[str] = []
    client = CortexClient(api_key="x" * 20)
    for scope, owner in (("account", client), ("project", client.project("p"))):
        for path in sorted((REFERENCE / "cortex" / scope).glob("*.md")):
            resource = getattr(owner, path.stem)
            public = {
                name for name, value in inspect.getmembers(resource, inspect.isroutine) if name[0] != "_"
            }
            missing += [f"{path.stem}.{name}" for name in public ^ set(methods(path, removed=True))]
    assert missing == []
    assert len(list((REFERENCE / "cortex").glob("*/*.md"))) > 30


def test_every_event_has_a_sample_that_becomes_its_class() -> None:
    found = SAMPLES.findall((REFERENCE / "cortex" / "events.md").read_text("utf-8"))
    assert len(found) >= 40
    for kind, name, sample in found:
        event = decode_event(json.loads(sample))
        assert (type(event).__name__, event.type) == (name, kind)
        assert not isinstance(event, UnknownEvent)


def test_every_error_has_advice_of_its_own() -> None:
    every = {cls.__name__ for found in classes().values() for cls in found}
    assert every == set(ERRORS)
    assert len({one.id for one in (*ERRORS.values(), *SITUATIONS)}) == len(ERRORS) + len(SITUATIONS)
    written = [text for one in (*ERRORS.values(), *SITUATIONS) for text in (one.cause, one.cure)]
    assert [text for text in written if text.endswith(".") and not text.endswith("...")] == []


@pytest.mark.parametrize(
    "cls", [cls for found in classes().values() for cls in found], ids=lambda cls: cls.__name__
)
def test_the_advice_of_an_error_is_on_the_page_at_its_id(cls: type[CortexError]) -> None:
    page = (REFERENCE / "errors.md").read_text("utf-8")
    advice = ERRORS[cls.__name__]
    section = re.search(rf"^## {cls.__name__}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert advice.id == cls.__name__.lower()
    assert "**What to do**" in section[1]


def test_an_error_of_a_users_class_has_the_advice_of_its_base() -> None:
    class Mine(CortexError):
        """Somebody's own error."""

    assert Mine("x").advice is CortexError("x").advice is ERRORS["CortexError"]


def test_every_name_for_those_who_come_from_typescript_exists() -> None:
    names = [one.python for found in parts().values() for one in found]
    assert len(names) > 50
    for name in names:
        found = place(name)
        if found is not None:
            scope, resource, method = found
            page = REFERENCE / "cortex" / scope / f"{resource}.md"
            assert not method or method in methods(page), name
        else:
            assert exists(name), name


def exists(name: str) -> bool:
    """Whether a call of a class, a method of the client or a public name exists, keywords included."""
    import cortex_async

    called, _, keywords = name.partition("(")
    target: object = {"client": CortexClient, "project": ProjectScope, "events": events}.get(
        called.partition(".")[0], cortex_async
    )
    for step in called.split("."):
        if step not in ("client", "project", "events"):
            target = getattr(target, step, None)
    given = re.findall(r"(\w+)=", keywords)
    assert target is not None, name
    return not given or set(given) <= accepted(target)


def accepted(target: object) -> set[str]:
    from cortex_async import ConnectionSettings

    named = set(getattr(target, "__annotations__", ()))
    assert callable(target)
    return named or {*inspect.signature(target).parameters, *ConnectionSettings.__annotations__}


def test_llms_txt_lists_every_page_of_the_site() -> None:
    listed = llms()
    pages = [page for _, found in sections() for page in found]
    assert listed.startswith("# odin-cortex\n\n> ")
    assert len({page.path for page in pages}) == len(pages) > 100
    assert {path for path in (ROOT / "docs").rglob("*.md") if is_page(path)} == {page.path for page in pages}
    assert all(f"]({page.address})" in listed for page in pages)
    full = llms_full()
    assert "literalinclude" not in full
    assert all(f"# {page.title}" in full.replace("\\", "") for page in pages)


def is_page(path: Path) -> bool:
    """The start page is what lists the others."""
    return path != ROOT / "docs" / "index.md"


def test_code_in_docstrings_is_python() -> None:
    shown = [text for path, text in derived().items() if "/python/" in path]
    other = {
        block
        for text in shown
        for block in re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    }
    assert [block.splitlines()[0] for block in other] == ["call_started"]  # the order of calls of an observer
