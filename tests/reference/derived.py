"""The pages that are made of the code and of data, besides those that `python -m generator build` makes of the specs."""

from __future__ import annotations

from generator.emit.markdown import Markdown, joined, link, markdown, path, prose, row, span, table
from tests.reference.errors import errors_page, troubleshooting_page
from tests.reference.python_pages import NAMES, file_name, module_page, summary_of
from tests.reference.recipes import recipes_page
from tests.reference.typescript import typescript_page

OWNED = ("docs/reference/python",)
"""Folders that hold nothing else."""

APIS = ("rtcstack", "orga", "nimrobo")

_HEADER = """\
<!-- Made by `make generate` from the code. Do not edit. -->
{}
"""
_INDEX = """\
# Reference

Everything on these pages is made of the code and of the specs by `make generate`, and every example of the API runs in the test suite.

- [Cortex](cortex/index.md): every method with its parameters, errors and an example; all models and [events](cortex/events.md)
- [Errors](errors.md), and [what to do about them](../troubleshooting.md)
- [Python modules](python/index.md): clients, live views, transcripts, webhooks, observers, archives, the emulator and more
- [Commands of `cortex`](../cli/commands.md)
- Other voice APIs on the same core: {}

## How the examples run

The examples of Cortex run in the test suite as they are, each in a fresh emulator with its sample data; those of the other APIs run against
the fake servers in `cortex_async.contrib`. To try those of Cortex, start an emulator:

```py
import os

from cortex_async import CortexClient
from cortex_async.emulator import Emulator

with Emulator.in_thread(activation_step=0, runtime_delay=0) as emulator:
    emulator.seed("demo")
    project_id, access_token = emulator.project_id, emulator.access_token
    os.environ |= {{"CORTEX_BASE_URL": emulator.base_url, "CORTEX_API_KEY": emulator.api_key}}
    async with CortexClient() as client:
        project = client.project(project_id)
        ...
```

```{{toctree}}
:hidden:

{}
```
"""
_MODULES = """\
# Python modules

What users import, in the async version; `cortex_sync` has the same names without `await`. Models and events are in the
[reference of the API](../cortex/index.md), errors have [a page of their own](../errors.md). The short pieces of code show a use and leave
out what is around it; the test suite runs them with that.

{}
```{{toctree}}
:hidden:

{}
```
"""


def derived() -> dict[str, str]:
    """Every page by its path below the repository."""
    pages = {
        "docs/troubleshooting.md": troubleshooting_page(),
        "docs/coming-from-typescript.md": typescript_page(),
        "docs/recipes/scenarios.md": recipes_page(),
        "docs/reference/errors.md": errors_page(),
        "docs/reference/index.md": _index(),
        "docs/reference/python/index.md": _modules(),
    }
    pages |= {f"docs/reference/python/{file_name(name)}": module_page(name) for name in NAMES}
    return {name: markdown(_HEADER, page).text.rstrip("\n") + "\n" for name, page in pages.items()}


def _index() -> Markdown:
    others = joined(", ", [link(prose(name), f"{name}/index.md") for name in APIS])
    entries = ["cortex/index", "errors", "python/index", *(f"{name}/index" for name in APIS)]
    return markdown(_INDEX, others, joined("\n", [path(entry) for entry in entries]))


def _modules() -> Markdown:
    rows = [row(link(span(name), file_name(name)), prose(summary_of(name))) for name in NAMES]
    return markdown(
        _MODULES,
        table(("module", "what is in it"), rows),
        joined("\n", [path(file_name(name)[:-3]) for name in NAMES]),
    )
