"""Models as tables: records, Arrow, pandas, Polars::

    from cortex_sync.tables import to_pandas

    frame = to_pandas(project.messages.list(session_id), model=Message)

The functions are those of ``cortex_async.tables``.
"""

from __future__ import annotations

from cortex_async.tables import to_arrow, to_pandas, to_polars, to_records

__all__ = ["to_arrow", "to_pandas", "to_polars", "to_records"]
