"""Every example of the reference runs as it is written, async and sync, and prints what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cortex_async import NotFound, ServerError
from tests.reference.cases import REFERENCE, Case, cases, methods, pages
from tests.reference.world import APIS, FAKES, World, world

PAGES = [page for api in APIS for page in pages(api)]


@pytest.fixture(scope="module")
def cortex() -> Iterator[World]:
    with world("cortex") as made:
        yield made


def name_of(page: Path) -> str:
    return page.relative_to(REFERENCE).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_example_prints_what_the_page_shows(page: Path, cortex: World) -> None:
    shared = FAKES.get(page.parts[-3], cortex)
    unhandled: list[str] = []
    for case in cases(page):
        try:
            printed = shared.run_async(case)
        except ServerError as error:
            if error.status != 501:
                raise
            unhandled.append(case.name)
            continue
        except Exception as error:
            error.add_note(advice(page, case))
            raise
        assert shared.run_sync(case) == printed or case.output is None, case.name
        assert case.output in (None, printed), (
            f"{case.name}: run `python -m tests.reference.record` and look at it"
        )
    if unhandled:
        pytest.skip(f"the emulator has no handler yet for {', '.join(unhandled)}")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_method_has_an_example_that_shows_its_output(page: Path) -> None:
    found = {case.method: case for case in cases(page)}
    assert sorted(found) == methods(page)
    assert [name for name, case in found.items() if not calls(case)] == []


def advice(page: Path, case: Case) -> str:
    """What to do about an example that does not run, e.g. one that was derived for a new operation."""
    scope, resource = page.parts[-2], page.stem
    return (
        f'{case.name} does not run: correct [methods."{scope}.{resource}.{case.method}"] of '
        f"spec/{page.parts[-3]}/examples.toml, or add it, and run `make generate`"
    )


def test_an_example_that_does_not_run_says_where_it_is_written(cortex: World) -> None:
    page = REFERENCE / "cortex" / "project" / "sessions.md"
    case = Case("cortex/project/sessions", "get", 1, 'await project.sessions.get("session_id")', None, None)
    assert advice(page, case) == (
        'cortex/project/sessions#get does not run: correct [methods."project.sessions.get"] of '
        "spec/cortex/examples.toml, or add it, and run `make generate`"
    )
    with pytest.raises(NotFound):
        cortex.run_async(case)


def calls(case: Case) -> bool:
    """Whether an example calls the method that it is of."""
    return f".{case.method}(" in case.code


def test_an_output_that_differs_is_found(cortex: World) -> None:
    case = Case("page", "method", 1, "print(1 + 1)", None, "3\n")
    assert cortex.run_async(case) == cortex.run_sync(case) == "2\n" != case.output
