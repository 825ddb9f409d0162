"""Models as tables: records, Arrow, pandas, Polars::

    from cortex_async.tables import to_pandas

    frame = to_pandas(await project.messages.list(session_id), model=Message)

Each function takes a list of models and gives one row per model and one column per field. The columns depend
on the class of the models alone. pyarrow, pandas and Polars are the extras ``arrow``, ``pandas`` and
``polars``, and are imported by the function that needs them.
"""

from __future__ import annotations

from cortex_async.tables.arrow import to_arrow
from cortex_async.tables.pandas import to_pandas
from cortex_async.tables.polars import to_polars
from cortex_async.tables.records import to_records

__all__ = ["to_arrow", "to_pandas", "to_polars", "to_records"]
