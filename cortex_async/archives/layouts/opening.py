"""The layouts by name."""

from __future__ import annotations

from cortex_async._core.runtime.optional_library import require
from cortex_async.archives.layouts.interface import Layout
from cortex_async.archives.options import ENGINES_NEED, Options


def open_layout(options: Options) -> Layout:
    """The layout of an archive. Raises ``ImportError`` without the library that it needs."""
    if options.layout == "people":
        from cortex_async.archives.layouts.people.layout import PeopleLayout

        return PeopleLayout(options.formats)
    require("pyarrow", "arrow", ENGINES_NEED)
    from cortex_async.archives.layouts.engines.layout import EnginesLayout

    return EnginesLayout(annotations=options.annotations)
